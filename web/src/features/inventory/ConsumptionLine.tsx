import { Button, Group, Select, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { every, question } from '@/api/client';
import type { Item, Lot } from '@/api/wire';
import { compare, isZero, parseDecimal } from '@/shared/format/decimal';
import { formatDate, formatMoney, formatQuantity, unitSign } from '@/shared/format/format';

export interface Line {
  key: string;
  item: Item;
  /** The lot somebody chose or scanned; null for the one that goes first by policy. */
  lot: Lot | null;
  typed: string;
}

/** The figure on the pad once it is one. */
export function wanted(typed: string): string | null {
  const parsed = parseDecimal(typed);
  return parsed === null || isZero(parsed) ? null : parsed;
}

/** An item that goes out: how much, from which lots, and a way to say which. */
export function ConsumptionLine({
  line: { item, lot, typed },
  chosen,
  onChoose,
  onLot,
  onDrop,
}: {
  line: Line;
  chosen: boolean;
  onChoose: () => void;
  onLot: (lot: Lot | null) => void;
  onDrop: () => void;
}) {
  const { t } = useTranslation();
  const quantity = wanted(typed);
  const preview = useQuery({
    ...question('inventory', '/v1/items/{item_id}/draw-preview', {
      at: { item_id: item.id },
      query: { quantity: quantity ?? '1', unit: item.base_unit },
    }),
    enabled: quantity !== null && lot === null,
  });
  const lots = useQuery({
    ...every('inventory', '/v1/lots', { item_id: item.id, open_only: true, standing: 'AVAILABLE' }),
    enabled: chosen,
  });
  const told = quantity === null || lot !== null ? undefined : preview.data;
  const available = lot && quantity !== null ? lot.remaining_quantity : told?.reason ? told.available : null;
  const short = available !== null && (lot === null || compare(quantity ?? '0', available) > 0);
  const known = lot && !lots.data?.some((each) => each.id === lot.id) ? [lot, ...(lots.data ?? [])] : (lots.data ?? []);
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
      {chosen && (
        <Select
          mt="xs"
          size="lg"
          aria-label={t('issue.lot')}
          placeholder={item.draw_policy === 'FEFO' ? t('issue.byExpiry') : t('issue.byAge')}
          clearable
          clearButtonProps={{ 'aria-label': t('ui.clear') }}
          data={known.map((each) => ({ value: each.id, label: lotLabel(each) }))}
          value={lot?.id ?? null}
          onChange={(value) => onLot(known.find((each) => each.id === value) ?? null)}
        />
      )}
      {!chosen && lot && (
        <Text size="sm" c="dimmed">
          {lotLabel(lot)}
        </Text>
      )}
      {short && (
        <Text c="red" size="sm">
          {t('consumption.short', { available: formatQuantity(available, item.base_unit) })}
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

function lotLabel(lot: Lot): string {
  const date = lot.expires_on ? ` (${formatDate(lot.expires_on)})` : '';
  return `${lot.code}${date}: ${formatQuantity(lot.remaining_quantity, lot.unit)}`;
}
