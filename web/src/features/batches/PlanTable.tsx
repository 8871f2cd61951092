import { useTranslation } from 'react-i18next';
import type { BrewPlan } from '@/api/wire';
import { compare } from '@/shared/format/decimal';
import { formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Facts } from '@/shared/ui/Panel';
import classes from './Batches.module.css';

type Line = BrewPlan['lines'][number];

/** What a plan takes: each amount beside what the litres alone would make it, and one brew on its brewhouse. */
export function PlanTable({ plan, matches }: { plan: BrewPlan; matches?: Map<number, string> }) {
  const { t } = useTranslation();
  const w = useWord();
  const { kettle } = plan;
  const columns: Column<Line>[] = [
    { id: 'name', title: t('recipes.ingredient'), cell: (row) => row.name },
    ...(matches
      ? [
          {
            id: 'match',
            title: t('recipes.inWarehouse'),
            cell: (row: Line) => matches.get(row.line) ?? '—',
            wide: true,
          },
        ]
      : []),
    ...(kettle
      ? [
          {
            id: 'proportion',
            title: t('plan.inProportion'),
            cell: (row: Line) => formatQuantity(row.in_proportion, row.unit),
            numeric: true,
            wide: true,
          },
          {
            id: 'difference',
            title: t('plan.difference'),
            cell: (row: Line) =>
              compare(row.difference_pct, '0') === 0
                ? '='
                : `${compare(row.difference_pct, '0') > 0 ? '+' : ''}${formatPercent(row.difference_pct)}`,
            numeric: true,
          },
        ]
      : []),
    { id: 'amount', title: t('plan.needed'), cell: (row) => formatQuantity(row.amount, row.unit), numeric: true },
  ];
  return (
    <>
      {kettle ? (
        <div className={classes.kettle}>
          <p className="quiet">{t('plan.onKettle', { name: kettle.equipment })}</p>
          <Facts
            facts={[
              [t('plan.efficiency'), <span key="e">{formatPercent(kettle.efficiency_pct)}</span>],
              [
                t('plan.strike'),
                <span key="s" className="num">
                  {formatQuantity(kettle.strike_l, 'L')}
                  {kettle.strike_c && ` · ${formatNumber(kettle.strike_c)} °C`}
                </span>,
              ],
              [t('plan.sparge'), <span key="p">{formatQuantity(kettle.sparge_l, 'L')}</span>],
              [t('plan.preboil'), <span key="b">{formatQuantity(kettle.preboil_l, 'L')}</span>],
              [
                t('plan.boiled'),
                <span key="o" className="num">
                  {formatQuantity(kettle.boiled_off_l, 'L')} ·{' '}
                  {t('offline.minutes', { minutes: formatNumber(kettle.boil_minutes) })}
                </span>,
              ],
              [t('plan.postboil'), <span key="a">{formatQuantity(kettle.postboil_l, 'L')}</span>],
              [
                t('plan.losses'),
                <span key="l" className="num">
                  {formatQuantity(kettle.trub_loss_l, 'L')} · {formatQuantity(kettle.fermenter_loss_l, 'L')}
                </span>,
              ],
            ]}
          />
          {plan.warnings.map((warning) => (
            <p key={warning} className={classes.warn}>
              {w('sheetWarnings', warning)}
            </p>
          ))}
        </div>
      ) : (
        <p className={`quiet ${classes.kettle}`}>{t('plan.noKettle')}</p>
      )}
      <DataTable bare name={t('plan.takes')} rows={plan.lines} columns={columns} rowId={(row) => String(row.line)} />
    </>
  );
}
