import { Button, Chip, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconChecks, IconPackageImport, IconPlus } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import { useLocations } from '@/api/locations';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { isZero, parseDecimal } from '@/shared/format/decimal';
import { inBase64, LARGEST_FILE } from '@/shared/format/files';
import { formatMoney, formatQuantity, today, unitSign } from '@/shared/format/format';
import { FileField } from '@/shared/ui/FileField';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel, Trouble } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import classes from './Counting.module.css';
import {
  blank,
  type Count,
  countingOf,
  difference,
  type Entry,
  isCounted,
  type Order,
  type OrderLine,
  packsLeft,
  REASONS,
  remember,
  remembered,
} from './counting';
import { useExpected } from './Expected';

/** A delivery is counted line by line, on a tablet, with whatever network there is. */
export function CountingPage() {
  const [url] = useUrl();
  const expected = useExpected();
  const order = expected.data?.items.find((each) => each.id === url.order);
  const { t } = useTranslation();
  if (expected.isPending) return <PageSkeleton />;
  if (expected.error && !expected.data) return <ProblemPanel error={expected.error} />;
  if (!order) return <Trouble icon={IconPackageImport} title={t('counting.gone')} todo={t('counting.goneTodo')} />;
  return <Counting key={order.id} order={order} />;
}

function Counting({ order }: { order: Order }) {
  const { t } = useTranslation();
  const { draftId } = useParams({ from: '/counting/$draftId' });
  const navigate = useNavigate();
  const may = useMay();
  const places = useLocations();
  const [count, setCount] = useState<Count>(
    () => remembered(draftId) ?? { invoice: '', entries: order.lines.map((line) => blank(line, line.id)) },
  );
  const [reason, setReason] = useState('');
  const [photos, setPhotos] = useState<string[]>([]);
  const [tooLarge, setTooLarge] = useState(false);
  const { run, busy, refusal } = useCommand();
  useEffect(() => remember(draftId, count), [draftId, count]);

  const change = (key: string, patch: Partial<Entry>) =>
    setCount((before) => ({
      ...before,
      entries: before.entries.map((entry) => (entry.key === key ? { ...entry, ...patch } : entry)),
    }));
  const label = t('counting.label', { name: order.supplier_name, number: order.number });
  const save = () =>
    run({
      method: 'PUT',
      path: '/v1/receiving-drafts/{draft_id}',
      at: { draft_id: draftId },
      label,
      body: countingOf(order, count, new Date()),
    });

  async function keepPhoto(file: File) {
    setTooLarge(file.size > LARGEST_FILE);
    if (file.size > LARGEST_FILE) return;
    await save();
    await run({
      method: 'POST',
      path: '/v1/goods-receipts/{receipt_id}/photos',
      at: { receipt_id: draftId },
      label: t('counting.photoLabel', { number: order.number }),
      body: { file_name: file.name.slice(-120), content_base64: await inBase64(file) },
    });
    setPhotos((before) => [...before, file.name]);
  }

  const differences = order.lines.map((line) => ({ line, ...difference(line, count, order.tolerance_pct) }));
  const beyond = differences.filter((each) => each.beyond);
  const mayAllow = may('purchasing.tolerance.override');

  async function post() {
    await save();
    if (beyond.length > 0 && mayAllow) {
      await run({
        method: 'POST',
        path: '/v1/receiving-drafts/{draft_id}/overrides',
        at: { draft_id: draftId },
        label: t('counting.allowLabel', { number: order.number }),
        body: { reason: reason.trim() },
      });
    }
    const receipt = await run({
      method: 'POST',
      path: '/v1/receiving-drafts/{draft_id}/postings',
      at: { draft_id: draftId },
      label,
    });
    if (!receipt) return;
    remember(draftId, null);
    await navigate({ to: '/goods-receipts/$receiptId', params: { receiptId: draftId } });
  }

  const counted = count.entries.filter(isCounted);
  return (
    <>
      <PageHeader title={order.supplier_name} eyebrow={<span className="num">{order.number}</span>} />
      <Stack gap="md">
        {refusal && <ProblemPanel error={refusal} unplaced={faultsOf(refusal)} kept={t('problem.formKept')} />}
        <Panel>
          <Group align="end">
            <TextInput
              label={t('receiving.invoice')}
              placeholder={t('receiving.optional')}
              value={count.invoice}
              onChange={(event) => {
                const invoice = event.currentTarget.value;
                setCount((before) => ({ ...before, invoice }));
              }}
            />
            <Button
              variant="default"
              leftSection={<IconChecks size={22} aria-hidden />}
              onClick={() =>
                setCount((before) => ({
                  ...before,
                  entries: before.entries.map((entry) => {
                    const line = order.lines.find((each) => each.id === entry.lineId);
                    return line && !isCounted(entry) ? { ...entry, delivered: packsLeft(line) } : entry;
                  }),
                }))
              }
            >
              {t('counting.acceptAll')}
            </Button>
            <FileField
              label={t('counting.photo')}
              accept="image/jpeg,image/png,image/webp,application/pdf"
              busy={busy}
              onFile={(file) => void keepPhoto(file)}
            />
            {photos.length > 0 && <span aria-live="polite">{t('counting.photos', { count: photos.length })}</span>}
          </Group>
          {tooLarge && <p role="alert">{t('certificates.tooLarge')}</p>}
        </Panel>
        {order.lines.map((line) => (
          <section key={line.id} className={classes.line} aria-label={line.item_name}>
            <div className={classes.head}>
              <h3>{line.item_name}</h3>
              <span>
                {t('counting.left', {
                  packs: packsLeft(line),
                  pack: line.pack_name || unitSign(line.base_unit),
                  quantity: formatQuantity(line.outstanding, line.base_unit),
                })}
              </span>
            </div>
            {count.entries
              .filter((entry) => entry.lineId === line.id)
              .map((entry) => (
                <EntryFields
                  key={entry.key}
                  line={line}
                  entry={entry}
                  places={places.options}
                  onChange={(patch) => change(entry.key, patch)}
                />
              ))}
            <Button
              variant="subtle"
              leftSection={<IconPlus size={18} aria-hidden />}
              style={{ justifySelf: 'start' }}
              onClick={() => setCount((before) => ({ ...before, entries: [...before.entries, blank(line, uuidv7())] }))}
            >
              {t('counting.otherLot')}
            </Button>
          </section>
        ))}
        {beyond.length > 0 && (
          <Panel title={t('counting.differences')}>
            <ul>
              {beyond.map(({ line, kept }) => (
                <li key={line.id} className={classes.beyond}>
                  {t('counting.difference', {
                    item: line.item_name,
                    kept,
                    left: packsLeft(line),
                    pack: line.pack_name || unitSign(line.base_unit),
                  })}
                </li>
              ))}
            </ul>
            {mayAllow ? (
              <Textarea
                label={t('counting.why')}
                autosize
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            ) : (
              <p>{t('counting.askManager')}</p>
            )}
          </Panel>
        )}
        <div className={classes.foot}>
          <Button variant="default" loading={busy} onClick={() => void save()}>
            {t('counting.save')}
          </Button>
          <Button
            loading={busy}
            disabled={counted.length === 0 || (beyond.length > 0 && mayAllow && reason.trim().length < 3)}
            leftSection={<IconPackageImport size={22} aria-hidden />}
            onClick={() => void post()}
          >
            {t('counting.post')}
          </Button>
        </div>
      </Stack>
    </>
  );
}

function faultsOf(refusal: Error): { pointer: string; detail: string }[] {
  return (refusal as { problem?: { errors?: { pointer: string; detail: string }[] } }).problem?.errors ?? [];
}

function EntryFields({
  line,
  entry,
  places,
  onChange,
}: {
  line: OrderLine;
  entry: Entry;
  places: { value: string; label: string }[];
  onChange: (patch: Partial<Entry>) => void;
}) {
  const { t } = useTranslation();
  const pack = line.pack_name || unitSign(line.base_unit);
  const rejects = !isZero(parseDecimal(entry.rejected) ?? '0');
  const life = line.shelf_life_days;
  const limited = line.low_c !== null || line.high_c !== null;
  return (
    <div className={classes.fields}>
      <NumberField
        label={t('counting.delivered')}
        unit={pack}
        value={entry.delivered}
        onChange={(delivered) => onChange({ delivered })}
      />
      <NumberField
        label={t('counting.rejected')}
        unit={pack}
        value={entry.rejected}
        onChange={(rejected) => onChange({ rejected })}
      />
      <TextInput
        label={t('receiving.supplierLot')}
        value={entry.lot}
        onChange={(event) => onChange({ lot: event.currentTarget.value })}
      />
      <DateInput
        label={t('receiving.expires')}
        valueFormat="DD/MM/YYYY"
        clearable
        clearButtonProps={{ 'aria-label': t('ui.clear') }}
        value={entry.expires}
        onChange={(expires) => onChange({ expires })}
      />
      {life !== null && entry.expires === null && (
        <Button variant="default" onClick={() => onChange({ expires: daysAhead(life) })}>
          {t('counting.usualLife', { count: life })}
        </Button>
      )}
      {limited && (
        <NumberField
          label={t('counting.temperature', { low: line.low_c ?? '…', high: line.high_c ?? '…' })}
          unit="°C"
          value={entry.celsius}
          onChange={(celsius) => onChange({ celsius })}
        />
      )}
      {limited && entry.celsius !== '' && (
        <TextInput
          label={t('counting.whyTemperature')}
          value={entry.why}
          onChange={(event) => onChange({ why: event.currentTarget.value })}
        />
      )}
      {entry.expires !== null && entry.expires <= today() && (
        <TextInput
          label={t('counting.hold')}
          value={entry.hold}
          onChange={(event) => onChange({ hold: event.currentTarget.value })}
        />
      )}
      <NumberField
        label={t('counting.price', { price: formatMoney(line.pack_price) })}
        unit="$"
        value={entry.price}
        onChange={(price) => onChange({ price })}
      />
      {places.length > 0 && (
        <Select
          label={t('places.one')}
          placeholder={t('receiving.optional')}
          clearable
          clearButtonProps={{ 'aria-label': t('ui.clear') }}
          data={places}
          value={entry.place}
          onChange={(place) => onChange({ place })}
        />
      )}
      {rejects && (
        <fieldset style={{ border: 0, margin: 0, padding: 0, gridColumn: '1 / -1' }}>
          <legend>{t('counting.whyRejected')}</legend>
          <Chip.Group
            value={entry.reason ?? ''}
            onChange={(value) => onChange({ reason: (value as Entry['reason']) || null })}
          >
            <Group gap="xs">
              {REASONS.map((each) => (
                <Chip key={each} value={each} size="lg">
                  {t(`counting.reason.${each}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <TextInput
            mt="xs"
            label={t('counting.note')}
            value={entry.note}
            onChange={(event) => onChange({ note: event.currentTarget.value })}
          />
        </fieldset>
      )}
    </div>
  );
}

function daysAhead(days: number): string {
  const day = new Date(`${today()}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}
