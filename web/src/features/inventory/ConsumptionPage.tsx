import { Button, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconToolsKitchen2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import { get, pages } from '@/api/client';
import type { Item, Lot } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { isZero } from '@/shared/format/decimal';
import { formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { useReader } from '@/shared/keys/scans';
import { NumberPad } from '@/shared/ui/NumberPad';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ConsumptionLine, type Line, wanted } from './ConsumptionLine';
import classes from './Inventory.module.css';
import { standingOf } from './LotBadge';

const LONGEST_CODE = 60;
const same = (left: string | null, right: string) =>
  left?.toLocaleUpperCase('es-MX') === right.toLocaleUpperCase('es-MX');

/** What the kitchen takes now: big buttons, the pad, the lots that will go, one tap. */
export function ConsumptionPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [text, setText] = useState('');
  const [lines, setLines] = useState<Line[]>([]);
  const [open, setOpen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [notes, setNotes] = useState('');
  const [override, setOverride] = useState('');
  const items = useInfiniteQuery(
    pages('inventory', '/v1/items', { q: text || undefined, active: true, order: 'name', limit: 24 }),
  );
  const empty = () => {
    setLines([]);
    setOpen(null);
    setNotes('');
    setOverride('');
  };
  const { run, busy, refusal } = useCommand(undefined, empty);
  const current = lines.find((line) => line.key === open);
  const byHand = lines.some((line) => line.lot !== null);
  const ready =
    lines.length > 0 &&
    lines.every(({ typed }) => wanted(typed) !== null) &&
    reason.trim().length >= 3 &&
    (!byHand || override.trim().length >= 3);
  const missing = !lines.every(({ typed }) => wanted(typed) !== null)
    ? 'consumption.needsQuantity'
    : reason.trim().length < 3
      ? 'consumption.needsReason'
      : 'issue.overrideMissing';
  useReader({ knows: (code) => code.length <= LONGEST_CODE, find: (code) => take(code) });

  function pick(item: Item, lot: Lot | null = null) {
    const there = lines.find((line) => line.item.id === item.id && line.lot?.id === lot?.id);
    const key = there?.key ?? uuidv7();
    if (!there) setLines((before) => [...before, { key, item, lot, typed: '' }]);
    setOpen(key);
  }

  const change = (key: string, patch: Partial<Line>) =>
    setLines((before) => before.map((line) => (line.key === key ? { ...line, ...patch } : line)));

  /** Takes the lot or the item that a code names; of what is used up or held it says so, and takes nothing. */
  async function take(code: string): Promise<{ label: string } | null> {
    const lots = await get('/v1/lots', { query: { q: code, limit: 20 } });
    const lot =
      lots.items.find((each) => same(each.code, code)) ??
      lots.items.find((each) => same(each.supplier_lot, code) && standingOf(each) === 'AVAILABLE');
    if (!lot) {
      const found = await get('/v1/items', { query: { q: code, active: true, limit: 50 } });
      const item = found.items.find((each) => same(each.sku, code));
      if (!item) return null;
      pick(item);
      return { label: item.name };
    }
    const standing = standingOf(lot);
    if (standing === 'AVAILABLE') {
      pick(await get('/v1/items/{item_id}', { at: { item_id: lot.item_id } }), lot);
      setOverride((before) => before || t('consumption.scanned'));
    } else {
      notifications.show({
        title: t('consumption.unusable', { code: lot.code }),
        message: w('standings', standing),
        color: 'red',
      });
    }
    return { label: `${lot.item_name} · ${lot.code}` };
  }

  async function consume() {
    const done = await run({
      method: 'POST',
      path: '/v1/issues',
      body: {
        reason: reason.trim(),
        notes: notes.trim(),
        override_reason: byHand ? override.trim() : null,
        lines: lines.map(({ item, lot, typed }) => ({
          item_id: item.id,
          quantity: wanted(typed) ?? '0',
          unit: item.base_unit,
          lot_id: lot?.id ?? null,
        })),
      },
      label: t('consumption.title'),
    });
    if (!done) return;
    const low = done.levels.filter((level) => level.urgency > 0);
    notifications.show({
      title: t('issue.done', { cost: formatMoney(done.total_cost) }),
      message: done.draws.map((draw) => `${draw.lot_code}: ${formatQuantity(draw.quantity, draw.unit)}`).join(' · '),
      color: 'agave',
    });
    for (const level of low)
      notifications.show({
        title: `${level.item_name}: ${t(`levels.urgency${level.urgency as 1 | 2 | 3}`)}`,
        message: t('consumption.left', { left: formatQuantity(level.on_hand, level.unit) }),
        color: level.urgency > 1 ? 'red' : 'yellow',
        autoClose: 12_000,
      });
    empty();
  }

  return (
    <>
      <PageHeader title={t('consumption.title')} lead={t('consumption.lead')} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={t('consumption.items')}>
          <Stack gap="sm">
            <TextInput
              size="lg"
              aria-label={t('inventory.search')}
              placeholder={t('inventory.search')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || text.trim() === '') return;
                // A scanner writes into the field that has the focus, and ends with Enter.
                take(text.trim()).then(
                  (found) => found && setText(''),
                  () => undefined,
                );
              }}
            />
            {items.error && <ProblemPanel error={items.error} retry={() => void items.refetch()} />}
            <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="xs">
              {(items.data ?? []).map((item) => (
                <Button
                  key={item.id}
                  variant={lines.some((line) => line.item.id === item.id) ? 'filled' : 'default'}
                  h={72}
                  px="xs"
                  disabled={isZero(item.on_hand)}
                  onClick={() => pick(item)}
                >
                  <span style={{ whiteSpace: 'normal', lineHeight: 1.2 }}>
                    {item.name}
                    <br />
                    <small className="num">{formatQuantity(item.on_hand, item.base_unit)}</small>
                  </span>
                </Button>
              ))}
            </SimpleGrid>
          </Stack>
        </Panel>
        <Panel>
          <div className={classes.head}>
            <h2>{t('consumption.now')}</h2>
            <Button
              size="lg"
              h={56}
              disabled={!ready}
              loading={busy}
              leftSection={<IconCheck size={24} aria-hidden />}
              onClick={() => void consume()}
            >
              {t('consumption.act')}
            </Button>
            {lines.length > 0 && !ready && <p className="quiet">{t(missing)}</p>}
          </div>
          {lines.length === 0 ? (
            <EmptyState icon={IconToolsKitchen2} title={t('consumption.empty')} body={t('consumption.lead')} />
          ) : (
            <Stack gap="sm">
              {refusal && <ProblemPanel error={refusal} kept={t('problem.formKept')} />}
              {lines.map((line) => (
                <ConsumptionLine
                  key={line.key}
                  line={line}
                  chosen={open === line.key}
                  onChoose={() => setOpen(line.key)}
                  onLot={(lot) => change(line.key, { lot })}
                  onDrop={() => setLines((before) => before.filter((each) => each.key !== line.key))}
                />
              ))}
              {current && (
                <NumberPad onKey={(key) => change(current.key, { typed: after(current.typed, key) })} corner="." />
              )}
              <TextInput
                size="lg"
                label={t('ui.reason')}
                placeholder={t('consumption.reasonExample')}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              {byHand && (
                <TextInput
                  size="lg"
                  label={t('issue.override')}
                  description={t('issue.overrideHint')}
                  value={override}
                  onChange={(event) => setOverride(event.currentTarget.value)}
                />
              )}
              <TextInput
                size="lg"
                label={t('consumption.notes')}
                value={notes}
                onChange={(event) => setNotes(event.currentTarget.value)}
              />
            </Stack>
          )}
        </Panel>
      </SimpleGrid>
    </>
  );
}

function after(typed: string, pressed: string): string {
  if (pressed === 'Backspace') return typed.slice(0, -1);
  return pressed === '.' && typed.includes('.') ? typed : typed + pressed;
}
