import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconFlame,
  IconRefresh,
  IconShoppingCart,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Schemas } from '@/api/contract';
import { useMay } from '@/api/session';
import type { Suggestion } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { sum } from '@/shared/format/decimal';
import { formatMoney, formatNumber, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge, type Tone } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { AutoOrderDialog } from './AutoOrderDialog';
import { SuggestionDialog } from './SuggestionDialog';

type Order = Schemas['SuggestedOrderOut'];

const TONES: Record<string, [Tone, typeof IconFlame]> = {
  URGENT: ['act', IconFlame],
  HIGH: ['soon', IconAlertTriangle],
  NORMAL: ['info', IconClock],
  LOW: ['quiet', IconCircleCheck],
};

/** What the program suggests to buy, supplier by supplier; a person decides what becomes an order. */
export function SuggestionsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const asked = useQuery(question('purchasing', '/v1/purchase-suggestions', {}));
  const [settings, setSettings] = useState(false);
  const [made, setMade] = useState<Order[]>([]);
  const [opened, setOpened] = useState<Suggestion | null>(null);
  const refresh = useCommand(t('suggestions.refreshed'));
  const items = asked.data?.items ?? [];
  const suppliers = [...new Map(items.map((row) => [row.supplier_id, row.supplier_name]))];
  return (
    <>
      <PageHeader title={t('suggestions.title')} lead={t('suggestions.lead')}>
        {asked.data && may('purchasing.limits.set') && (
          <Button variant="default" onClick={() => setSettings(true)}>
            {t('suggestions.auto')}
          </Button>
        )}
        {may('purchasing.orders.write') && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={20} aria-hidden />}
            loading={refresh.busy}
            onClick={() =>
              void refresh.run({
                method: 'POST',
                path: '/v1/purchase-suggestions/refreshes',
                label: t('suggestions.refreshing'),
              })
            }
          >
            {t('suggestions.refresh')}
          </Button>
        )}
      </PageHeader>
      {refresh.refusal && <ProblemPanel error={refresh.refusal} />}
      {made.length > 0 && (
        <Panel title={t('suggestions.made')}>
          <ul>
            {made.map((order) => (
              <li key={order.id}>
                <Link to="/purchase-orders/$orderId" params={{ orderId: order.id }}>
                  {order.number}
                </Link>{' '}
                · {order.supplier_name} · <span className="num">{formatMoney(order.total_mxn)}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {asked.isPending ? (
        <RowsSkeleton />
      ) : asked.error ? (
        <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState icon={IconShoppingCart} title={t('suggestions.none')} body={t('suggestions.noneBody')} />
      ) : (
        <Stack gap="md">
          {suppliers.map(([id, name]) => (
            <SupplierGroup
              key={id ?? 'nobody'}
              name={name}
              rows={items.filter((row) => row.supplier_id === id)}
              onOpen={setOpened}
              onMade={(orders) => setMade((before) => [...orders, ...before])}
            />
          ))}
        </Stack>
      )}
      {settings && asked.data && (
        <AutoOrderDialog below={asked.data.auto_order_below} onClose={() => setSettings(false)} />
      )}
      {opened && <SuggestionDialog row={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function SupplierGroup({
  name,
  rows,
  onOpen,
  onMade,
}: {
  name: string;
  rows: Suggestion[];
  onOpen: (row: Suggestion) => void;
  onMade: (orders: Order[]) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter((row) => !left.has(row.id));
  const orderable = chosen.length > 0 && chosen.every((row) => row.supplier_id && row.amount);
  const { run, busy, refusal } = useCommand(t('suggestions.ordered'));
  const total = sum(chosen.map((row) => row.amount ?? '0'));
  function toggle(id: string) {
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }
  return (
    <Panel
      title={name || t('suggestions.nobody')}
      aside={
        may('purchasing.orders.write') && rows[0]?.supplier_id ? (
          <Button
            leftSection={<IconShoppingCart size={20} aria-hidden />}
            disabled={!orderable}
            loading={busy}
            onClick={() =>
              void run({
                method: 'POST',
                path: '/v1/purchase-suggestions/conversions',
                body: { suggestion_ids: chosen.map((row) => row.id) },
                label: t('suggestions.ordering', { name }),
              }).then((done) => done && onMade(done.orders))
            }
          >
            {t('suggestions.order', { total: formatMoney(total) })}
          </Button>
        ) : undefined
      }
    >
      {refusal && <ProblemPanel error={refusal} />}
      <Stack gap="xs">
        {rows.map((row) => {
          const [tone, icon] = TONES[row.priority] ?? ['quiet', IconClock];
          return (
            <Group key={row.id} justify="space-between" gap="sm" wrap="wrap">
              <Group gap="sm">
                {row.supplier_id && (
                  <Checkbox
                    size="md"
                    checked={!left.has(row.id)}
                    onChange={() => toggle(row.id)}
                    aria-label={t('suggestions.include', { name: row.item_name })}
                  />
                )}
                <div>
                  <Text fw={600}>{row.item_name}</Text>
                  <Text size="sm" c="dimmed">
                    {t(row.pack_id ? 'suggestions.line' : 'suggestions.loose', {
                      packs: formatNumber(row.packs),
                      pack: row.pack_name,
                      quantity: formatQuantity(row.quantity, row.base_unit),
                      amount: row.amount ? formatMoney(row.amount) : t('suggestions.noPrice'),
                    })}
                  </Text>
                </div>
              </Group>
              <Group gap="sm">
                <StateBadge tone={tone} icon={icon}>
                  {w('priorities', row.priority)}
                </StateBadge>
                <Button
                  variant="default"
                  onClick={() => onOpen(row)}
                  aria-label={t('suggestions.whyOf', { name: row.item_name })}
                >
                  {t('suggestions.why')}
                </Button>
              </Group>
            </Group>
          );
        })}
      </Stack>
    </Panel>
  );
}
