import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLocations } from '@/api/locations';
import { useNames } from '@/api/names';
import type { LotHistory as History, Lot } from '@/api/wire';
import { formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Panel } from '@/shared/ui/Panel';
import { type Happening, Timeline } from '@/shared/ui/Timeline';
import { Moment, Money, Quantity } from '@/shared/ui/values';

type Use = History['uses'][number];

/** What was decided about a lot and where it was carried, as one story. */
export function LotStory({ history }: { history: History }) {
  const { t } = useTranslation();
  const w = useWord();
  const names = useNames();
  const places = useLocations();
  const happenings: Happening[] = [
    ...history.status_changes.map((one) => ({
      at: one.changed_at,
      what: t('lots.changed', {
        before: w('standings', one.before),
        after: w('standings', one.after),
        reason: one.reason,
      }),
      by: names(one.changed_by),
    })),
    ...history.moves.map((one) => ({
      at: one.moved_at,
      what: one.from_location_id
        ? t('lots.carried', { from: places.nameOf(one.from_location_id), to: places.nameOf(one.to_location_id) })
        : t('lots.placed', { to: places.nameOf(one.to_location_id) }),
      by: names(one.moved_by),
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  if (happenings.length === 0) return null;
  return (
    <Panel title={t('lots.story')}>
      <Timeline happenings={happenings} />
    </Panel>
  );
}

/** Where a lot went: brews first of all, since these are what a recall asks for. */
export function LotUses({ lot, uses }: { lot: Lot; uses: Use[] }) {
  const { t } = useTranslation();
  const columns: Column<Use>[] = [
    {
      id: 'reference',
      title: t('movements.reference'),
      cell: (row) =>
        row.batch_id ? (
          <Link to="/batches/$batchId" params={{ batchId: row.batch_id }}>
            {t('lots.intoBatch', { batch: row.reference })}
          </Link>
        ) : (
          row.reference
        ),
      csv: (row) => row.reference,
    },
    { id: 'at', title: t('movements.at'), cell: (row) => <Moment value={row.happened_at} />, wide: true },
    {
      id: 'override',
      title: t('issue.override'),
      cell: (row) => row.override_reason ?? '—',
      csv: (row) => row.override_reason ?? '',
      wide: true,
    },
    {
      id: 'quantity',
      title: t('movements.quantity'),
      cell: (row) => <Quantity value={row.quantity} unit={lot.unit} />,
      csv: (row) => formatQuantity(row.quantity, lot.unit),
      numeric: true,
    },
    {
      id: 'cost',
      title: t('movements.cost'),
      cell: (row) => <Money value={row.cost} />,
      csv: (row) => formatMoney(row.cost),
      numeric: true,
    },
  ];
  if (uses.length === 0) return null;
  return (
    <Panel title={t('lots.uses')}>
      <DataTable name={t('lots.uses')} rows={uses} columns={columns} rowId={(row) => `${row.document_id}`} bare />
    </Panel>
  );
}
