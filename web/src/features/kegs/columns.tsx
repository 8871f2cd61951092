import { IconAlertTriangle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { Keg } from '@/api/wire';
import { compare } from '@/shared/format/decimal';
import { formatCount } from '@/shared/format/format';
import type { Word } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { StateBadge } from '@/shared/ui/StateBadge';
import { Moment, Quantity } from '@/shared/ui/values';
import { KegBadge } from './KegBadge';
import { KEG_STATES } from './words';

/** Columns of a list of kegs. */
export function kegColumns(t: TFunction, w: Word): Column<Keg>[] {
  return [
    {
      id: 'serial',
      title: t('kegs.serial'),
      cell: (row) => <span className="num">{row.serial}</span>,
      csv: (row) => row.serial,
      order: (a, b) => a.serial.localeCompare(b.serial),
    },
    {
      id: 'size',
      title: t('kegs.size'),
      cell: (row) => <Quantity value={row.size_l} unit="L" />,
      csv: (row) => row.size_l,
      order: (a, b) => compare(a.size_l, b.size_l),
      numeric: true,
    },
    {
      id: 'state',
      title: t('kegs.state'),
      cell: (row) => <KegBadge state={row.state} />,
      csv: (row) => w('kegStates', row.state),
      order: (a, b) => KEG_STATES.indexOf(a.state) - KEG_STATES.indexOf(b.state),
    },
    {
      id: 'content',
      title: t('kegs.content'),
      cell: (row) =>
        row.content ? (
          <>
            {row.content.beer_name} <span className="quiet num">{row.content.batch_number}</span>
          </>
        ) : (
          '—'
        ),
      csv: (row) => (row.content ? `${row.content.beer_name} ${row.content.batch_number ?? ''}`.trim() : ''),
      order: (a, b) => (a.content?.beer_name ?? '').localeCompare(b.content?.beer_name ?? '', 'es'),
      wide: true,
    },
    {
      id: 'where',
      title: t('kegs.where'),
      cell: (row) => row.client_name ?? (row.location || '—'),
      csv: (row) => row.client_name ?? row.location,
      order: (a, b) => (a.client_name ?? a.location).localeCompare(b.client_name ?? b.location, 'es'),
    },
    {
      id: 'days',
      title: t('kegs.days'),
      cell: (row) => <span className="num">{formatCount(row.days_in_state)}</span>,
      csv: (row) => String(row.days_in_state),
      order: (a, b) => a.days_in_state - b.days_in_state,
      numeric: true,
    },
    {
      id: 'moved',
      title: t('kegs.moved'),
      cell: (row) => <Moment value={row.last_moved_at} />,
      csv: (row) => row.last_moved_at,
      order: (a, b) => a.last_moved_at.localeCompare(b.last_moved_at),
      wide: true,
    },
    {
      id: 'cycles',
      title: t('kegs.cycles'),
      cell: (row) => <span className="num">{formatCount(row.cycle_count)}</span>,
      csv: (row) => String(row.cycle_count),
      order: (a, b) => a.cycle_count - b.cycle_count,
      numeric: true,
      wide: true,
    },
    {
      id: 'kind',
      title: t('kegs.kind'),
      cell: (row) =>
        row.needs_maintenance ? (
          <StateBadge tone="soon" icon={IconAlertTriangle}>
            {t('kegs.maintenance')}
          </StateBadge>
        ) : (
          <span className="quiet">
            {[w('kegTypes', row.keg_type), row.ownership !== 'OWN' && w('kegOwners', row.ownership)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        ),
      csv: (row) => `${w('kegTypes', row.keg_type)} ${w('kegOwners', row.ownership)}`,
      wide: true,
    },
  ];
}
