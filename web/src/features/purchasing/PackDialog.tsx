import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { IconTrendingUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Schemas } from '@/api/contract';
import { useMay } from '@/api/session';
import type { SupplierPack } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { formatDate, formatPercent, today } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { LineChart } from '@/shared/ui/LineChart';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { Day } from '@/shared/ui/values';
import { WithTable } from '@/shared/ui/WithTable';
import { formatAmount } from './amounts';

type Price = Schemas['SupplierPriceOut'];

/** One pack: its price over time, a new price, whether it is the preferred one. */
export function PackDialog({ pack, onClose }: { pack: SupplierPack; onClose: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const history = useQuery(question('purchasing', '/v1/supplier-packs/{pack_id}/prices', { at: { pack_id: pack.id } }));
  const change = useCommand(t('packs.changed'));
  const set = (patch: { preferred?: boolean; active?: boolean }) =>
    void change.run({
      method: 'PUT',
      path: '/v1/supplier-packs/{pack_id}',
      at: { pack_id: pack.id },
      body: {
        supplier_sku: pack.supplier_sku,
        min_packs: pack.min_packs,
        lead_time_days: pack.lead_time_days,
        preferred: pack.preferred,
        active: pack.active,
        ...patch,
      },
      label: `${pack.item_name} ${pack.pack_name}`,
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('packs.of', { item: pack.item_name, pack: pack.pack_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        {change.refusal && <ProblemPanel error={change.refusal} />}
        {history.error && <ProblemPanel error={history.error} retry={() => void history.refetch()} />}
        {history.isPending && <RowsSkeleton />}
        {history.data && <History prices={history.data.items} />}
        {may('purchasing.prices.set') && (
          <>
            <NewPrice pack={pack} />
            <Group>
              {!pack.preferred && pack.active && (
                <Button variant="default" loading={change.busy} onClick={() => set({ preferred: true })}>
                  {t('packs.prefer')}
                </Button>
              )}
              <Button variant="default" loading={change.busy} onClick={() => set({ active: !pack.active })}>
                {t(pack.active ? 'packs.putAside' : 'packs.takeUp')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}

function History({ prices }: { prices: Price[] }) {
  const { t } = useTranslation();
  if (prices.length === 0) return <Text>{t('packs.noPrice')}</Text>;
  const currency = prices[0]?.currency ?? 'MXN';
  const columns: Column<Price>[] = [
    {
      id: 'from',
      title: t('packs.from'),
      cell: (row) => <Day value={row.valid_from} />,
      csv: (row) => row.valid_from,
    },
    { id: 'to', title: t('packs.to'), cell: (row) => <Day value={row.valid_to} />, csv: (row) => row.valid_to ?? '' },
    {
      id: 'price',
      title: t('packs.price'),
      cell: (row) => <span className="num">{formatAmount(row.price, row.currency)}</span>,
      csv: (row) => row.price,
      numeric: true,
    },
    {
      id: 'change',
      title: t('packs.change'),
      cell: (row) =>
        row.change_pct === null ? (
          '—'
        ) : row.is_jump ? (
          <StateBadge tone="soon" icon={IconTrendingUp}>
            {formatPercent(row.change_pct)}
          </StateBadge>
        ) : (
          <span className="num">{formatPercent(row.change_pct)}</span>
        ),
      csv: (row) => row.change_pct ?? '',
      numeric: true,
    },
    { id: 'by', title: t('packs.by'), cell: (row) => row.by_name || '—', csv: (row) => row.by_name, wide: true },
  ];
  // A price that was corrected the day it began was never paid.
  const drawn = prices.filter((price) => price.valid_to !== price.valid_from && price.currency === currency).reverse();
  return (
    <WithTable
      chart={
        <LineChart
          label={t('packs.chart', { count: drawn.length })}
          points={drawn.map((price) => ({ name: formatDate(price.valid_from), value: price.price }))}
          format={(value) => formatAmount(value, currency)}
        />
      }
      table={<DataTable name={t('packs.prices')} rows={prices} columns={columns} rowId={(row) => row.id} bare />}
    />
  );
}

function NewPrice({ pack }: { pack: SupplierPack }) {
  const { t } = useTranslation();
  const [price, setPrice] = useState('');
  const [from, setFrom] = useState<string | null>(today());
  const set = useCommand(t('packs.priceSet'));
  const value = parseDecimal(price);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (value === null) return;
        void set
          .run({
            method: 'POST',
            path: '/v1/supplier-packs/{pack_id}/prices',
            at: { pack_id: pack.id },
            body: { price: value, valid_from: from },
            label: t('packs.pricing', { pack: pack.pack_name }),
          })
          .then((done) => done && setPrice(''));
      }}
    >
      {set.refusal && <ProblemPanel error={set.refusal} />}
      <Group align="end" gap="sm">
        <NumberField
          label={t('packs.newPrice')}
          unit={pack.price?.currency ?? 'MXN'}
          value={price}
          onChange={setPrice}
        />
        <DateInput label={t('packs.from')} valueFormat="DD/MM/YYYY" value={from} onChange={setFrom} />
        <Button type="submit" loading={set.busy} disabled={value === null}>
          {t('packs.savePrice')}
        </Button>
      </Group>
    </form>
  );
}
