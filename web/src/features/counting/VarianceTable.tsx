import { useTranslation } from 'react-i18next';
import { useNames } from '@/api/names';
import { compare, sum } from '@/shared/format/decimal';
import { formatMoney } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { StateBadge } from '@/shared/ui/StateBadge';
import { Money, Quantity } from '@/shared/ui/values';
import { SEVERITIES, SEVERITY_LOOKS, type Variance } from './words';

/** The lines of a count, the gravest first, each with what the books had at that moment. */
export function VarianceTable({ rows }: { rows: Variance[] }) {
  const { t } = useTranslation();
  const w = useWord();
  const names = useNames();
  const columns: Column<Variance>[] = [
    {
      id: 'item',
      title: t('counts.item'),
      cell: (row) => row.item_name,
      csv: (row) => row.item_name,
      order: (a, b) => a.item_name.localeCompare(b.item_name, 'es-MX'),
    },
    {
      id: 'lot',
      title: t('counts.lot'),
      cell: (row) => row.lot_code ?? `${t('counts.found')} ${row.supplier_lot ?? ''}`,
      csv: (row) => row.lot_code ?? row.supplier_lot ?? '',
    },
    { id: 'place', title: t('places.one'), cell: (row) => row.place ?? '—', csv: (row) => row.place ?? '', wide: true },
    {
      id: 'book',
      title: t('counts.book'),
      cell: (row) => <Quantity value={row.book_quantity} unit={row.unit} />,
      csv: (row) => row.book_quantity ?? '',
      numeric: true,
    },
    {
      id: 'counted',
      title: t('counts.counted'),
      cell: (row) => <Quantity value={row.counted_quantity} unit={row.unit} />,
      csv: (row) => row.counted_quantity ?? '',
      numeric: true,
    },
    {
      id: 'variance',
      title: t('counts.variance'),
      cell: (row) => <Quantity value={row.variance} unit={row.unit} />,
      csv: (row) => row.variance ?? '',
      numeric: true,
    },
    {
      id: 'value',
      title: t('counts.value'),
      cell: (row) => <Money value={row.variance_value} />,
      csv: (row) => row.variance_value,
      order: (a, b) => compare(a.variance_value, b.variance_value),
      numeric: true,
      total: (all) => formatMoney(sum(all.map((row) => row.variance_value))),
    },
    {
      id: 'severity',
      title: t('counts.severity'),
      cell: (row) =>
        row.recount ? (
          t('counts.again')
        ) : row.counted_quantity === null ? (
          t('counts.uncounted')
        ) : (
          <StateBadge {...SEVERITY_LOOKS[row.severity]}>{w('severities', row.severity)}</StateBadge>
        ),
      csv: (row) => row.severity,
    },
    {
      id: 'by',
      title: t('counts.by'),
      cell: (row) => (row.counted_by ? (names(row.counted_by) ?? '—') : '—'),
      wide: true,
    },
  ];
  const sorted = [...rows].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return <DataTable bare name={t('counts.variances')} rows={sorted} columns={columns} rowId={(row) => row.id} />;
}
