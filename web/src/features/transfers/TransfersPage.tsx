import { IconTruck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useLocations } from '@/api/locations';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { StateBadge } from '@/shared/ui/StateBadge';
import { Moment } from '@/shared/ui/values';
import { type StockTransfer, TRANSFER_LOOKS } from './words';

/** Every transfer between places, the newest first. */
export function TransfersPage() {
  const { t } = useTranslation();
  const w = useWord();
  const places = useLocations();
  const transfers = useInfiniteQuery(pages('inventory', '/v1/stock-transfers'));
  const told = (row: StockTransfer) =>
    row.lines.map((line) => `${line.item_name} ${formatQuantity(line.quantity, line.unit)}`).join(' · ');
  const columns: Column<StockTransfer>[] = [
    { id: 'number', title: t('transfers.number'), cell: (row) => row.number, csv: (row) => row.number },
    {
      id: 'state',
      title: t('transfers.state'),
      cell: (row) => <StateBadge {...TRANSFER_LOOKS[row.state]}>{w('transferStates', row.state)}</StateBadge>,
      csv: (row) => w('transferStates', row.state),
    },
    {
      id: 'from',
      title: t('transfers.from'),
      cell: (row) => places.nameOf(row.from_location_id),
      csv: (row) => places.nameOf(row.from_location_id),
    },
    {
      id: 'to',
      title: t('transfers.to'),
      cell: (row) => places.nameOf(row.to_location_id),
      csv: (row) => places.nameOf(row.to_location_id),
    },
    { id: 'what', title: t('transfers.what'), cell: told, csv: told, wide: true },
    {
      id: 'at',
      title: t('transfers.asked'),
      cell: (row) => <Moment value={row.events[0]?.happened_at} />,
      csv: (row) => row.events[0]?.happened_at ?? '',
      wide: true,
    },
  ];
  return (
    <>
      <PageHeader title={t('transfers.title')} lead={t('transfers.lead')} />
      <List
        name={t('transfers.title')}
        answer={transfers}
        columns={columns}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/transfers/$transferId', params: { transferId: row.id } })}
        empty={{ icon: IconTruck, title: t('transfers.empty'), body: t('transfers.emptyBody') }}
      />
    </>
  );
}
