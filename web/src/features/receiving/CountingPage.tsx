import { Button, Checkbox, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { IconChecks, IconPackageImport, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import { question } from '@/api/client';
import { useLocations } from '@/api/locations';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { inBase64, LARGEST_FILE } from '@/shared/format/files';
import { formatQuantity, unitSign } from '@/shared/format/format';
import { FileField } from '@/shared/ui/FileField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel, Trouble } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import classes from './Counting.module.css';
import {
  acceptAll,
  begun,
  blank,
  type Count,
  countingOf,
  difference,
  type Entry,
  isCounted,
  type Order,
  packsLeft,
  remember,
  remembered,
} from './counting';
import { DraftReview } from './DraftReview';
import { EntryFields } from './EntryFields';
import { useExpected } from './Expected';

/** A delivery is counted line by line, on a tablet, with whatever network there is. */
export function CountingPage() {
  const [url] = useUrl();
  const expected = useExpected();
  const order = expected.data?.items.find((each) => each.id === url.order);
  const { t } = useTranslation();
  if (url.review) return <DraftReview order={order ?? null} />;
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
  const [count, setCount] = useState<Count>(() => remembered(draftId) ?? begun(order));
  const [photos, setPhotos] = useState<string[]>([]);
  const [tooLarge, setTooLarge] = useState(false);
  const waits = useRef(false);
  const { run, busy, refusal } = useCommand(undefined, () => {
    waits.current = true;
  });
  useEffect(() => remember(draftId, count), [draftId, count]);

  const change = (key: string, patch: Partial<Entry>) =>
    setCount((before) => ({
      ...before,
      entries: before.entries.map((entry) => (entry.key === key ? { ...entry, ...patch } : entry)),
    }));
  const label = t('counting.label', { name: order.supplier_name, number: order.number });
  const body = countingOf(order, count);
  const asSaved = count.saved === JSON.stringify(body);
  const beyond = order.lines
    .map((line) => ({ line, ...difference(line, count, order.tolerance_pct) }))
    .filter((each) => each.beyond);
  const mayAllow = may('purchasing.tolerance.override');
  // Somebody else may allow it from another tablet: this one hears of it by asking.
  const told = useQuery({
    ...question('purchasing', '/v1/receiving-drafts/{draft_id}', { at: { draft_id: draftId } }),
    enabled: asSaved && beyond.length > 0,
    refetchInterval: 3_000,
  });
  const allowed = asSaved && told.data?.override_reason ? told.data : null;

  async function leave() {
    remember(draftId, null);
    await navigate({ to: '/goods-receipts/$receiptId', params: { receiptId: draftId } });
  }

  /** Whether the next step may follow: it went through, or waits on this device in its turn. */
  async function save(): Promise<boolean> {
    waits.current = false;
    const draft = await run({
      method: 'PUT',
      path: '/v1/receiving-drafts/{draft_id}',
      at: { draft_id: draftId },
      label,
      body,
    });
    if (draft?.posted) {
      await leave();
      return false;
    }
    if (draft) setCount((before) => ({ ...before, saved: JSON.stringify(body) }));
    return draft !== null || waits.current;
  }

  async function keepPhoto(file: File) {
    setTooLarge(file.size > LARGEST_FILE);
    if (file.size > LARGEST_FILE || !(await save())) return;
    waits.current = false;
    const photo = await run({
      method: 'POST',
      path: '/v1/goods-receipts/{receipt_id}/photos',
      at: { receipt_id: draftId },
      label: t('counting.photoLabel', { number: order.number }),
      body: { file_name: file.name.slice(-120), content_base64: await inBase64(file) },
    });
    if (photo || waits.current) setPhotos((before) => [...before, file.name]);
  }

  async function allow(): Promise<boolean> {
    if (beyond.length === 0 || allowed || !mayAllow) return true;
    waits.current = false;
    const draft = await run({
      method: 'POST',
      path: '/v1/receiving-drafts/{draft_id}/overrides',
      at: { draft_id: draftId },
      label: t('counting.allowLabel', { number: order.number }),
      body: { reason: count.reason.trim() },
    });
    return draft !== null || waits.current;
  }

  async function post() {
    if (!(await save()) || !(await allow())) return;
    const receipt = await run({
      method: 'POST',
      path: '/v1/receiving-drafts/{draft_id}/postings',
      at: { draft_id: draftId },
      label,
    });
    if (receipt) await leave();
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
              label={t('counting.invoice')}
              placeholder={t('receiving.optional')}
              value={count.invoice}
              onChange={(event) => {
                const invoice = event.currentTarget.value;
                setCount((before) => ({ ...before, invoice }));
              }}
            />
            <TextInput
              label={t('counting.deliveryNote')}
              placeholder={t('receiving.optional')}
              value={count.note}
              onChange={(event) => {
                const note = event.currentTarget.value;
                setCount((before) => ({ ...before, note }));
              }}
            />
            <Button
              variant="default"
              leftSection={<IconChecks size={22} aria-hidden />}
              onClick={() => setCount((before) => acceptAll(order, before))}
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
            <Group justify="space-between">
              <Button
                variant="subtle"
                leftSection={<IconPlus size={18} aria-hidden />}
                onClick={() =>
                  setCount((before) => ({ ...before, entries: [...before.entries, blank(line.id, uuidv7())] }))
                }
              >
                {t('counting.otherLot')}
              </Button>
              {count.entries.some((entry) => entry.lineId === line.id && isCounted(entry)) && (
                <Checkbox
                  label={t('counting.closes')}
                  checked={count.closed.includes(line.id)}
                  onChange={(event) => {
                    const others = count.closed.filter((each) => each !== line.id);
                    const closed = event.currentTarget.checked ? [...others, line.id] : others;
                    setCount((before) => ({ ...before, closed }));
                  }}
                />
              )}
            </Group>
          </section>
        ))}
        {beyond.length > 0 && (
          <Panel title={t('counting.differences')}>
            <ul>
              {beyond.map(({ line, kept }) => (
                <li key={line.id} className={classes.beyond}>
                  {t('counting.difference', {
                    item: line.item_name,
                    kept: formatQuantity(kept, line.base_unit),
                    left: formatQuantity(line.outstanding, line.base_unit),
                  })}
                </li>
              ))}
            </ul>
            {allowed ? (
              <p role="status">
                {t('counting.allowedBy', {
                  name: allowed.overridden_by_name ?? '',
                  reason: allowed.override_reason ?? '',
                })}
              </p>
            ) : mayAllow ? (
              <Textarea
                label={t('counting.why')}
                autosize
                value={count.reason}
                onChange={(event) => {
                  const reason = event.currentTarget.value;
                  setCount((before) => ({ ...before, reason }));
                }}
              />
            ) : (
              <p role="status">{t(asSaved ? 'counting.asked' : 'counting.askManager')}</p>
            )}
          </Panel>
        )}
        <div className={classes.foot}>
          <Button variant="default" loading={busy} onClick={() => void save()}>
            {t('counting.save')}
          </Button>
          <Button
            loading={busy}
            disabled={
              counted.length === 0 || (beyond.length > 0 && mayAllow && !allowed && count.reason.trim().length < 3)
            }
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
