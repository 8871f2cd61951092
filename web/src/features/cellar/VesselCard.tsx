import { IconAlertTriangle, IconCalendarEvent } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CalendarRow } from '@/api/wire';
import { ratio, rounded, times } from '@/shared/format/decimal';
import { formatDate, formatQuantity } from '@/shared/format/format';
import classes from './Cellar.module.css';
import { VesselBadge } from './VesselBadge';
import { VesselDrawing } from './VesselDrawing';
import { daysSince } from './words';

/** One vessel, big enough for a wet glove: what is in it, how full, since when, and when it frees up. */
export function VesselCard({ row, onPick }: { row: CalendarRow; onPick: () => void }) {
  const { t } = useTranslation();
  const { vessel } = row;
  const [first, ...more] = vessel.contents;
  const part = ratio(vessel.volume_l, vessel.nominal_volume_l);
  return (
    <button type="button" className={classes.card} onClick={onPick}>
      <VesselDrawing vessel={vessel} size={124} />
      <span className={classes.about}>
        <span className={classes.code}>{vessel.code}</span>
        <VesselBadge state={vessel.state} />
        {first ? (
          <>
            <strong className={classes.beer}>{first.recipe_name}</strong>
            <span className="num">
              {first.batch_number}
              {more.length > 0 && ` + ${more.map((one) => one.batch_number).join(' + ')}`}
            </span>
            <span className={`${classes.litres} num`}>
              {formatQuantity(rounded(vessel.volume_l, 1), 'L')}
              {part && <small>{t('cellar.percent', { percent: rounded(times(part, '100'), 0) })}</small>}
            </span>
            <span className={classes.small}>{t('cellar.days', { count: daysSince(first.since) })}</span>
          </>
        ) : (
          <span className={`${classes.small} num`}>
            {t('cellar.holds', { volume: formatQuantity(vessel.working_max_l, 'L') })}
          </span>
        )}
        <Frees row={row} />
      </span>
    </button>
  );
}

function Frees({ row }: { row: CalendarRow }) {
  const { t } = useTranslation();
  if (row.overdue) {
    return (
      <span className={`${classes.small} ${classes.overdue}`}>
        <IconAlertTriangle size={16} aria-hidden /> {t('cellar.noEnd')}
      </span>
    );
  }
  const booked = row.bookings[0];
  if (row.vessel.contents.length === 0 && !booked) return null;
  return (
    <span className={`${classes.small} num`}>
      <IconCalendarEvent size={16} aria-hidden /> {t('cellar.freesOn', { day: formatDate(row.frees_on) })}
    </span>
  );
}
