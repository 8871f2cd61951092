import { ActionIcon, Button, Select, Stack, Tabs, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { IconPackageImport, IconPlus, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useItemChoices, useSupplierChoices } from '@/api/choices';
import { pages } from '@/api/client';
import { useLocations } from '@/api/locations';
import { useMay } from '@/api/session';
import { unitsOf, unitsQuestion } from '@/api/units';
import type { Item, ReceiptRow } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, isZero, parseDecimal, ratio, sum } from '@/shared/format/decimal';
import { inBase64, LARGEST_FILE } from '@/shared/format/files';
import { formatMoney, today, unitSign } from '@/shared/format/format';
import type { Column } from '@/shared/ui/DataTable';
import { FileField } from '@/shared/ui/FileField';
import { useFieldErrors } from '@/shared/ui/form';
import { List } from '@/shared/ui/List';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { type Choice, Picker } from '@/shared/ui/Picker';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUrl } from '@/shared/ui/url';
import { Day, Money } from '@/shared/ui/values';
import { Expected } from './Expected';
import { GoodsReceipts } from './GoodsReceipts';
import classes from './Receiving.module.css';

interface Line {
  key: string;
  item: (Choice & { item: Item }) | null;
  quantity: string;
  unit: string;
  total_cost: string;
  supplier_lot: string;
  expires_on: string | null;
  location_id: string | null;
}

let lineNumber = 0;
function emptyLine(): Line {
  lineNumber += 1;
  return {
    key: `line-${lineNumber}`,
    item: null,
    quantity: '',
    unit: 'kg',
    total_cost: '',
    supplier_lot: '',
    expires_on: null,
    location_id: null,
  };
}

/** A delivery comes in: whose, which invoice, and a lot a line. Beside it, what came before. */
export function ReceivingPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const mayCount = may('purchasing.goods.receive');
  const mayStock = may('inventory.lots.receive');
  const mayRead = may('purchasing.receipts.read');
  const tab = url.tab ?? (mayCount ? 'orders' : mayStock ? 'new' : 'received');
  return (
    <>
      <PageHeader title={t('receiving.title')} lead={t('receiving.lead')} />
      <Tabs
        value={tab}
        onChange={(chosen) => setUrl({ tab: chosen ?? undefined, q: undefined, sort: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {mayCount && <Tabs.Tab value="orders">{t('counting.expected')}</Tabs.Tab>}
          {mayStock && <Tabs.Tab value="new">{t('counting.withoutPapers')}</Tabs.Tab>}
          {mayRead && <Tabs.Tab value="received">{t('counting.received')}</Tabs.Tab>}
          <Tabs.Tab value="before">{t('receiving.before')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="orders">
          <Expected />
        </Tabs.Panel>
        <Tabs.Panel value="received">
          <GoodsReceipts />
        </Tabs.Panel>
        <Tabs.Panel value="new">
          <ReceiptForm />
        </Tabs.Panel>
        <Tabs.Panel value="before">
          <Receipts />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function ReceiptForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const units = useQuery(unitsQuestion);
  const places = useLocations();
  const [paper, setPaper] = useState<File | null>(null);
  const tooLarge = paper !== null && paper.size > LARGEST_FILE;
  const form = useForm({
    initialValues: {
      supplier_id: null as Choice | null,
      invoice_number: '',
      received_on: null as string | null,
      lines: [emptyLine()],
    },
    validate: {
      supplier_id: (value) => (value ? null : t('receiving.supplierMissing')),
      lines: {
        item: (value) => (value ? null : t('receiving.itemMissing')),
        quantity: (value) =>
          parseDecimal(value) && !isZero(parseDecimal(value) ?? '0') ? null : t('ui.numberMissing'),
        total_cost: (value) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      },
    },
  });
  const { run, busy, refusal } = useCommand(t('receiving.done'), () => form.reset());
  const unplaced = useFieldErrors(form, refusal);
  const { lines } = form.values;
  const total = sum(lines.map((line) => parseDecimal(line.total_cost) ?? '0'));

  async function receive(values: typeof form.values) {
    const receipt = await run({
      method: 'POST',
      path: '/v1/receipts',
      label: t('receiving.receivingFrom', { name: values.supplier_id?.name ?? '' }),
      body: {
        supplier_id: values.supplier_id?.id ?? '',
        invoice_number: values.invoice_number.trim() || null,
        // Noon at the brewery, which has kept UTC-6 all year since 2022: the day stays that day in any nearby zone.
        received_at:
          values.received_on && values.received_on !== today() ? `${values.received_on}T12:00:00-06:00` : null,
        lines: values.lines.map((line) => ({
          item_id: line.item?.id ?? '',
          quantity: decimalOf(line.quantity),
          unit: line.unit,
          total_cost: decimalOf(line.total_cost),
          supplier_lot: line.supplier_lot.trim() || null,
          expires_on: line.expires_on,
          location_id: line.location_id,
        })),
      },
    });
    if (receipt && paper) {
      // The delivery is in; a paper that is refused is said, and can be added on the receipt's page.
      await run({
        method: 'POST',
        path: '/v1/certificates',
        label: t('certificates.adding', { code: receipt.number }),
        body: {
          file_name: paper.name.slice(-120),
          content_base64: await inBase64(paper),
          lot_ids: receipt.lots.map((lot) => lot.id),
        },
      });
    }
    if (receipt) await navigate({ to: '/receipts/$receiptId', params: { receiptId: receipt.id } });
  }

  return (
    <form onSubmit={form.onSubmit((values) => void receive(values))} noValidate>
      <Stack gap="md">
        {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
        <Panel>
          <div
            style={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))' }}
          >
            <Picker
              label={t('receiving.supplier')}
              placeholder={t('receiving.findSupplier')}
              useChoices={useSupplierChoices}
              value={form.values.supplier_id}
              onChange={(choice) => form.setFieldValue('supplier_id', choice)}
              error={form.errors.supplier_id}
            />
            <TextInput
              label={t('receiving.invoice')}
              placeholder={t('receiving.optional')}
              {...form.getInputProps('invoice_number')}
            />
            <DateInput
              label={t('receiving.day')}
              placeholder={t('receiving.now')}
              valueFormat="DD/MM/YYYY"
              clearable
              clearButtonProps={{ 'aria-label': t('ui.clear') }}
              maxDate={new Date()}
              {...form.getInputProps('received_on')}
            />
          </div>
        </Panel>
        <ol className={classes.lines} aria-label={t('receiving.lines')}>
          {lines.map((line, index) => {
            const quantity = parseDecimal(line.quantity);
            const cost = parseDecimal(line.total_cost);
            const each = quantity && cost ? ratio(cost, quantity) : null;
            return (
              <li key={line.key} className={classes.line}>
                <div className={classes.item}>
                  <Picker
                    label={t('inventory.item')}
                    placeholder={t('receiving.findItem')}
                    useChoices={useItemChoices}
                    value={line.item}
                    onChange={(choice) => {
                      const item = (choice as Line['item'])?.item;
                      form.setFieldValue(`lines.${index}.item`, choice as Line['item']);
                      if (item) form.setFieldValue(`lines.${index}.unit`, item.base_unit);
                    }}
                    error={form.errors[`lines.${index}.item`] ?? form.errors[`lines.${index}.item_id`]}
                  />
                </div>
                <div className={classes.quantity}>
                  <NumberField
                    label={t('movements.quantity')}
                    unit={unitSign(line.unit)}
                    {...form.getInputProps(`lines.${index}.quantity`)}
                  />
                </div>
                <div className={classes.unit}>
                  <Select
                    label={t('inventory.unit')}
                    allowDeselect={false}
                    data={
                      line.item
                        ? unitsOf(line.item.item, units.data?.items ?? [])
                        : [{ value: line.unit, label: unitSign(line.unit) }]
                    }
                    {...form.getInputProps(`lines.${index}.unit`)}
                  />
                </div>
                <div className={classes.cost}>
                  <NumberField
                    label={t('receiving.cost')}
                    unit="MXN"
                    {...form.getInputProps(`lines.${index}.total_cost`)}
                  />
                </div>
                <div className={classes.lot}>
                  <TextInput
                    label={t('receiving.supplierLot')}
                    {...form.getInputProps(`lines.${index}.supplier_lot`)}
                  />
                </div>
                <div className={classes.expires}>
                  <DateInput
                    label={t('receiving.expires')}
                    valueFormat="DD/MM/YYYY"
                    clearable
                    clearButtonProps={{ 'aria-label': t('ui.clear') }}
                    {...form.getInputProps(`lines.${index}.expires_on`)}
                  />
                </div>
                {places.options.length > 0 && (
                  <div className={classes.place}>
                    <Select
                      label={t('places.one')}
                      placeholder={t('receiving.optional')}
                      clearable
                      clearButtonProps={{ 'aria-label': t('ui.clear') }}
                      data={places.options}
                      {...form.getInputProps(`lines.${index}.location_id`)}
                    />
                  </div>
                )}
                <div className={classes.remove}>
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    aria-label={t('receiving.remove', { number: index + 1 })}
                    disabled={lines.length === 1}
                    onClick={() => form.removeListItem('lines', index)}
                  >
                    <IconTrash size={20} aria-hidden />
                  </ActionIcon>
                </div>
                {each && (
                  <p className={`${classes.each} num`}>
                    {t('receiving.each', { cost: formatMoney(each), unit: unitSign(line.unit) })}
                  </p>
                )}
              </li>
            );
          })}
        </ol>
        <FileField
          label={t('certificates.add')}
          accept="application/pdf,image/jpeg,image/png"
          file={paper}
          onFile={setPaper}
        />
        {tooLarge && <p role="alert">{t('certificates.tooLarge')}</p>}
        <div className={classes.foot}>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => form.insertListItem('lines', emptyLine())}
          >
            {t('receiving.addLine')}
          </Button>
          <span aria-live="polite">
            {t('receiving.total')} <span className={`${classes.total} num`}>{formatMoney(total)}</span>
          </span>
          <Button
            type="submit"
            loading={busy}
            disabled={tooLarge}
            leftSection={<IconPackageImport size={20} aria-hidden />}
          >
            {t('receiving.receive')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function Receipts() {
  const { t } = useTranslation();
  const receipts = useInfiniteQuery(pages('inventory', '/v1/receipts'));
  const columns: Column<ReceiptRow>[] = [
    {
      id: 'number',
      title: t('receiving.number'),
      cell: (row) => <span className="num">{row.number}</span>,
      csv: (row) => row.number,
      order: (a, b) => a.number.localeCompare(b.number),
    },
    {
      id: 'day',
      title: t('receiving.day'),
      cell: (row) => <Day value={row.received_at} />,
      csv: (row) => row.received_at,
      order: (a, b) => a.received_at.localeCompare(b.received_at),
    },
    {
      id: 'supplier',
      title: t('receiving.supplier'),
      cell: (row) => row.supplier_name,
      csv: (row) => row.supplier_name,
      order: (a, b) => a.supplier_name.localeCompare(b.supplier_name, 'es'),
      wide: true,
    },
    {
      id: 'invoice',
      title: t('receiving.invoice'),
      cell: (row) => <span className="num">{row.invoice_number ?? '—'}</span>,
      csv: (row) => row.invoice_number ?? '',
      wide: true,
    },
    {
      id: 'total',
      title: t('receiving.total'),
      cell: (row) => <Money value={row.total_cost} />,
      csv: (row) => row.total_cost,
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.total_cost))),
    },
  ];
  return (
    <List
      name={t('receiving.before')}
      answer={receipts}
      columns={columns}
      rowId={(row) => row.id}
      link={(row) => ({ to: '/receipts/$receiptId', params: { receiptId: row.id } })}
      search={t('receiving.search')}
      matches={(row, text) =>
        `${row.number} ${row.supplier_name} ${row.invoice_number ?? ''}`.toLocaleLowerCase('es-MX').includes(text)
      }
      empty={{ icon: IconPackageImport, title: t('receiving.empty'), body: t('receiving.emptyBody') }}
    />
  );
}
