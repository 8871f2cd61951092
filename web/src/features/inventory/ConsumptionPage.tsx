import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconToolsKitchen2, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import type { Item } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { isZero, parseDecimal } from '@/shared/format/decimal';
import { formatDate, formatMoney, formatQuantity, unitSign } from '@/shared/format/format';
import { NumberPad } from '@/shared/ui/NumberPad';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

interface Line {
  item: Item;
  typed: string;
}

/** What the kitchen takes now: big buttons, the pad, the lots that will go, one tap. */
export function ConsumptionPage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [lines, setLines] = useState<Line[]>([]);
  const [open, setOpen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [notes, setNotes] = useState('');
  const items = useInfiniteQuery(
    pages('inventory', '/v1/items', { q: text || undefined, active: true, order: 'name', limit: 24 }),
  );
  const empty = () => {
    setLines([]);
    setOpen(null);
    setNotes('');
  };
  const { run, busy, refusal } = useCommand(undefined, empty);
  const ready = lines.length > 0 && lines.every(({ typed }) => wanted(typed) !== null) && reason.trim().length >= 3;

  function pick(item: Item) {
    setLines((before) => (before.some((line) => line.item.id === item.id) ? before : [...before, { item, typed: '' }]));
    setOpen(item.id);
  }

  function key(pressed: string) {
    setLines((before) =>
      before.map((line) => (line.item.id === open ? { ...line, typed: after(line.typed, pressed) } : line)),
    );
  }

  async function consume() {
    const done = await run({
      method: 'POST',
      path: '/v1/issues',
      body: {
        reason: reason.trim(),
        notes: notes.trim(),
        lines: lines.map(({ item, typed }) => ({
          item_id: item.id,
          quantity: wanted(typed) ?? '0',
          unit: item.base_unit,
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
        <Panel title={t('consumption.now')}>
          {lines.length === 0 ? (
            <EmptyState icon={IconToolsKitchen2} title={t('consumption.empty')} body={t('consumption.lead')} />
          ) : (
            <Stack gap="sm">
              {refusal && <ProblemPanel error={refusal} kept={t('problem.formKept')} />}
              {lines.map((line) => (
                <LineRow
                  key={line.item.id}
                  line={line}
                  chosen={open === line.item.id}
                  onChoose={() => setOpen(line.item.id)}
                  onDrop={() => setLines((before) => before.filter((each) => each !== line))}
                />
              ))}
              {open && <NumberPad onKey={key} corner="." />}
              <TextInput
                size="lg"
                label={t('ui.reason')}
                placeholder={t('consumption.reasonExample')}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              <TextInput
                size="lg"
                label={t('consumption.notes')}
                value={notes}
                onChange={(event) => setNotes(event.currentTarget.value)}
              />
              <Button
                size="xl"
                disabled={!ready}
                loading={busy}
                leftSection={<IconCheck size={24} aria-hidden />}
                onClick={() => void consume()}
              >
                {t('consumption.act')}
              </Button>
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

function wanted(typed: string): string | null {
  const parsed = parseDecimal(typed);
  return parsed === null || isZero(parsed) ? null : parsed;
}

function LineRow({
  line: { item, typed },
  chosen,
  onChoose,
  onDrop,
}: {
  line: Line;
  chosen: boolean;
  onChoose: () => void;
  onDrop: () => void;
}) {
  const { t } = useTranslation();
  const quantity = wanted(typed);
  const preview = useQuery({
    ...question('inventory', '/v1/items/{item_id}/draw-preview', {
      at: { item_id: item.id },
      query: { quantity: quantity ?? '1', unit: item.base_unit },
    }),
    enabled: quantity !== null,
  });
  const told = quantity === null ? undefined : preview.data;
  return (
    <div>
      <Group wrap="nowrap" gap="xs">
        <Button
          variant={chosen ? 'light' : 'default'}
          h={64}
          justify="space-between"
          style={{ flex: 1 }}
          onClick={onChoose}
          aria-pressed={chosen}
          rightSection={
            <span className="num">
              {typed || '0'} {unitSign(item.base_unit)}
            </span>
          }
        >
          {item.name}
        </Button>
        <Button variant="subtle" h={64} aria-label={t('consumption.drop', { name: item.name })} onClick={onDrop}>
          <IconTrash size={22} aria-hidden />
        </Button>
      </Group>
      {told?.reason && (
        <Text c="red" size="sm">
          {t('consumption.short', { available: formatQuantity(told.available, item.base_unit) })}
        </Text>
      )}
      {told && !told.reason && (
        <Text size="sm" c="dimmed">
          {told.draws
            .map((draw) => {
              const date = draw.expires_on ? ` (${formatDate(draw.expires_on)})` : '';
              return `${draw.lot_code}${date}: ${formatQuantity(draw.quantity, item.base_unit)}`;
            })
            .join(' · ')}
          {' · '}
          {formatMoney(told.cost)}
        </Text>
      )}
    </div>
  );
}
