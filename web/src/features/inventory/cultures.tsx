import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { Culture } from '@/api/wire';
import { compare } from '@/shared/format/decimal';
import { formatPercent, formatQuantity } from '@/shared/format/format';
import type { Word } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { StateBadge } from '@/shared/ui/StateBadge';
import { Day } from '@/shared/ui/values';

/** Columns of a list of cultures. */
export function cultureColumns(t: TFunction, w: Word): Column<Culture>[] {
  return [
    {
      id: 'code',
      title: t('yeast.culture'),
      cell: (row) => (
        <Link className="num" to="/yeast/$cultureId" params={{ cultureId: row.id }}>
          {row.code}
        </Link>
      ),
      csv: (row) => row.code,
    },
    {
      id: 'strain',
      title: t('yeast.strain'),
      cell: (row) => row.item_name,
      csv: (row) => row.item_name,
      order: (a, b) => a.item_name.localeCompare(b.item_name, 'es'),
    },
    {
      id: 'generation',
      title: t('yeast.generation'),
      cell: (row) => (
        <span className="num">{t('yeast.gen', { number: row.generation, most: row.max_generation })}</span>
      ),
      csv: (row) => String(row.generation),
      order: (a, b) => a.generation - b.generation,
      numeric: true,
    },
    {
      id: 'viability',
      title: t('yeast.viabilityNow'),
      cell: (row) => (
        <span className="num">
          {formatPercent(row.viability_now_pct)}
          {!row.viability_measured && ` ${t('yeast.estimated')}`}
        </span>
      ),
      csv: (row) => row.viability_now_pct,
      order: (a, b) => compare(a.viability_now_pct, b.viability_now_pct),
      numeric: true,
    },
    {
      id: 'left',
      title: t('lots.remaining'),
      cell: (row) => <span className="num">{formatQuantity(row.remaining_l, 'L')}</span>,
      csv: (row) => row.remaining_l,
      numeric: true,
    },
    {
      id: 'from',
      title: t('yeast.from'),
      cell: (row) => row.from_batch_number ?? t('yeast.starter'),
      csv: (row) => row.from_batch_number ?? '',
      wide: true,
    },
    {
      id: 'harvested',
      title: t('yeast.harvested'),
      cell: (row) => <Day value={row.harvested_at} />,
      csv: (row) => row.harvested_at,
      order: (a, b) => a.harvested_at.localeCompare(b.harvested_at),
      wide: true,
    },
    {
      id: 'state',
      title: t('gases.state'),
      cell: (row) => <CultureBadge culture={row} t={t} w={w} />,
      csv: (row) => row.state,
    },
  ];
}

export function CultureBadge({ culture, t, w }: { culture: Culture; t: TFunction; w: Word }) {
  if (culture.state !== 'STORED') {
    return (
      <StateBadge tone="quiet" icon={IconCircleDashed}>
        {w('cultureStates', culture.state)}
      </StateBadge>
    );
  }
  return culture.faults.length > 0 ? (
    <StateBadge tone="act" icon={IconAlertTriangle}>
      {culture.faults.map((fault) => w('repitchFaults', fault)).join(' · ')}
    </StateBadge>
  ) : (
    <StateBadge tone="well" icon={IconCircleCheck}>
      {t('yeast.ready')}
    </StateBadge>
  );
}
