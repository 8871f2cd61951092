import { Button, Stack, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { IconDeviceFloppy, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSupplierChoices } from '@/api/choices';
import { every, question } from '@/api/client';
import type { PurchaseOrder, SupplierPack } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { decimalOf, isZero, parseDecimal } from '@/shared/format/decimal';
import { useFieldErrors } from '@/shared/ui/form';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { type Choice, Picker } from '@/shared/ui/Picker';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { formatAmount, lineAmounts, totalOf } from './amounts';
import { amountsOf, emptyLine, type LineDraft, lineOf, OrderLine } from './OrderLine';
import classes from './Purchasing.module.css';

/** A new order, empty or a copy of another one. */
export function NewOrderPage() {
  const { t } = useTranslation();
  const [url] = useUrl();
  return (
    <>
      <PageHeader
        title={t('orders.add')}
        lead={t('orders.addLead')}
        eyebrow={<Link to="/purchase-orders">{t('orders.title')}</Link>}
      />
      {url.copy ? <Loaded orderId={url.copy} copy /> : <OrderForm supplierId={url.supplier_id} />}
    </>
  );
}

/** An order that is written anew; what was approved needs approval again. */
export function EditOrderPage() {
  const { t } = useTranslation();
  const { orderId } = useParams({ from: '/purchase-orders/$orderId/edit' });
  return (
    <>
      <PageHeader
        title={t('orders.editTitle')}
        lead={t('orders.editLead')}
        eyebrow={<Link to="/purchase-orders">{t('orders.title')}</Link>}
      />
      <Loaded orderId={orderId} />
    </>
  );
}

function Loaded({ orderId, copy }: { orderId: string; copy?: boolean }) {
  const order = useQuery(question('purchasing', '/v1/purchase-orders/{order_id}', { at: { order_id: orderId } }));
  // What is being written must not change under the pen: the order as it was when the page opened.
  const first = useRef<PurchaseOrder | undefined>(undefined);
  first.current ??= order.data;
  if (order.error && !first.current) return <ProblemPanel error={order.error} retry={() => void order.refetch()} />;
  if (!first.current) return <PageSkeleton />;
  return <OrderForm order={first.current} copy={copy} />;
}

function OrderForm({ order, copy, supplierId }: { order?: PurchaseOrder; copy?: boolean; supplierId?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: {
      supplier_id: (order ? { id: order.supplier_id, name: order.supplier_name } : null) as Choice | null,
      currency: order?.currency ?? '',
      exchange_rate: order && order.currency !== 'MXN' ? order.exchange_rate : '',
      expected_on: (order && !copy ? order.expected_on : null) as string | null,
      notes: order?.notes ?? '',
      lines: order ? order.lines.map(lineOf) : [emptyLine()],
    },
    validate: {
      supplier_id: (value) => (value ? null : t('receiving.supplierMissing')),
      lines: {
        item: (value: LineDraft['item']) => (value ? null : t('receiving.itemMissing')),
        packs: (value: string) =>
          parseDecimal(value) && !isZero(parseDecimal(value) ?? '0') ? null : t('ui.numberMissing'),
        pack_price: (value: string) => (parseDecimal(value) ? null : t('ui.numberMissing')),
      },
    },
  });
  const { run, busy, refusal } = useCommand(t('orders.saved'));
  const unplaced = useFieldErrors(form, refusal);
  const seller = form.values.supplier_id?.id ?? supplierId ?? '';
  const supplier = useQuery({
    ...question('purchasing', '/v1/suppliers/{supplier_id}', { at: { supplier_id: seller } }),
    enabled: seller !== '',
  });
  const { setFieldValue } = form;
  const known = supplier.data;
  useEffect(() => {
    if (supplierId && known) setFieldValue('supplier_id', { id: known.id, name: known.name });
  }, [supplierId, known, setFieldValue]);
  const packs = useQuery({
    ...every('purchasing', '/v1/supplier-packs', { supplier_id: seller, active: true }),
    enabled: seller !== '',
  });
  const currency = form.values.currency || (known?.currency ?? 'MXN');
  const { lines } = form.values;
  const total = totalOf(lines.map((line) => amountsOf(line) ?? lineAmounts('0', '0', '0', null)));

  async function save(values: typeof form.values) {
    const body = {
      supplier_id: values.supplier_id?.id ?? '',
      currency: values.currency || null,
      exchange_rate: currency === 'MXN' ? null : parseDecimal(values.exchange_rate),
      expected_on: values.expected_on,
      notes: values.notes.trim(),
      lines: values.lines.map((line) => ({
        item_id: line.item?.id ?? '',
        pack_id: line.pack_id,
        packs: decimalOf(line.packs),
        pack_price: decimalOf(line.pack_price),
        vat_rate: line.vat_rate,
        ieps_pct: parseDecimal(line.ieps_pct),
        note: line.note.trim(),
      })),
    };
    const done =
      order && !copy
        ? await run({
            method: 'PUT',
            path: '/v1/purchase-orders/{order_id}',
            at: { order_id: order.id },
            body: { ...body, revision: order.revision },
            label: t('orders.saving', { name: order.number }),
          })
        : await run({
            method: 'POST',
            path: '/v1/purchase-orders',
            body,
            label: t('orders.saving', { name: values.supplier_id?.name ?? '' }),
          });
    if (done) await navigate({ to: '/purchase-orders/$orderId', params: { orderId: done.id } });
  }

  const offered: SupplierPack[] = packs.data ?? [];
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <Stack gap="md">
        {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
        <Panel>
          <div className={classes.head}>
            <Picker
              label={t('orders.supplier')}
              placeholder={t('receiving.findSupplier')}
              useChoices={useSupplierChoices}
              value={form.values.supplier_id}
              onChange={(choice) => {
                form.setFieldValue('supplier_id', choice);
                // Packs are one supplier's own.
                form.setFieldValue(
                  'lines',
                  lines.map((line) => ({ ...line, pack_id: null })),
                );
              }}
              error={form.errors.supplier_id}
            />
            <DateInput
              label={t('orders.expected')}
              placeholder={
                known?.lead_time_days == null
                  ? t('orders.byLead')
                  : t('orders.byLeadOf', { count: known.lead_time_days })
              }
              valueFormat="DD/MM/YYYY"
              clearable
              clearButtonProps={{ 'aria-label': t('ui.clear') }}
              minDate={new Date()}
              {...form.getInputProps('expected_on')}
            />
            <TextInput
              label={t('orders.currency')}
              placeholder={known?.currency ?? 'MXN'}
              maxLength={3}
              {...form.getInputProps('currency')}
              onChange={(event) => form.setFieldValue('currency', event.currentTarget.value.toUpperCase())}
            />
            {currency !== 'MXN' && (
              <NumberField label={t('orders.rate', { currency })} unit="MXN" {...form.getInputProps('exchange_rate')} />
            )}
          </div>
        </Panel>
        <ol className={classes.lines} aria-label={t('orders.lines')}>
          {lines.map((line, index) => (
            <OrderLine
              key={line.key}
              line={line}
              number={index + 1}
              offered={offered}
              currency={currency}
              input={(name) => form.getInputProps(`lines.${index}.${name}`)}
              errorOf={(name) => form.errors[`lines.${index}.${name}`]}
              onChange={(patch) => form.setFieldValue(`lines.${index}`, { ...line, ...patch })}
              onRemove={lines.length > 1 ? () => form.removeListItem('lines', index) : undefined}
            />
          ))}
        </ol>
        <Textarea label={t('orders.notes')} autosize minRows={2} maxLength={1000} {...form.getInputProps('notes')} />
        <div className={classes.foot}>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => form.insertListItem('lines', emptyLine())}
          >
            {t('orders.addLine')}
          </Button>
          <span aria-live="polite">
            {t('orders.total')} <span className={`${classes.total} num`}>{formatAmount(total, currency)}</span>
          </span>
          <Button type="submit" loading={busy} leftSection={<IconDeviceFloppy size={20} aria-hidden />}>
            {t('orders.save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
