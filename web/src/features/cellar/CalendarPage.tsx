import { ActionIcon, Button, Group } from '@mantine/core';
import { IconCalendarEvent, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { CalendarRow, VesselBooking } from '@/api/wire';
import { formatDate, formatQuantity, today } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { useTouch } from '@/shared/theme/density';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { type Asked, BookingDialog } from './BookingDialog';
import classes from './Calendar.module.css';
import { addDays, daysBetween, isTank } from './words';

/** The Monday of a plain date's week. */
function monday(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** Who has which tank, week by week; what frees up when; and how to book one. */
export function CalendarPage() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const touch = useTouch();
  const weeks = touch ? 4 : 6;
  const from = /^\d{4}-\d{2}-\d{2}$/.test(url.from ?? '') ? monday(url.from ?? '') : addDays(monday(today()), -7);
  const to = addDays(from, weeks * 7);
  const [asked, setAsked] = useState<Asked | null>(null);
  const calendar = useQuery(question('production', '/v1/vessel-calendar', { query: { from_on: from, to_on: to } }));
  if (calendar.error) return <ProblemPanel error={calendar.error} retry={() => void calendar.refetch()} />;
  if (!calendar.data) return <PageSkeleton />;
  const { rows, today: now } = calendar.data;
  const tanks = rows.filter((row) => isTank(row.vessel));
  const books = may('production.cellar.work');
  const span: Span = { from, days: weeks * 7, now };
  const short = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <>
      <PageHeader
        title={t('calendar.title')}
        eyebrow={<Link to="/cellar">{t('cellar.title')}</Link>}
        lead={t('calendar.lead')}
      >
        <Group gap="xs">
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t('calendar.earlier')}
            onClick={() => setUrl({ from: addDays(from, -7) })}
          >
            <IconChevronLeft size={20} aria-hidden />
          </ActionIcon>
          <Button variant="default" onClick={() => setUrl({ from: undefined })}>
            {t('calendar.today')}
          </Button>
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label={t('calendar.later')}
            onClick={() => setUrl({ from: addDays(from, 7) })}
          >
            <IconChevronRight size={20} aria-hidden />
          </ActionIcon>
          {books && (
            <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setAsked({ from_on: now })}>
              {t('calendar.book')}
            </Button>
          )}
        </Group>
      </PageHeader>
      {tanks.length === 0 ? (
        <EmptyState icon={IconCalendarEvent} title={t('cellar.empty')} body={t('cellar.emptyBody')} />
      ) : (
        <div className={classes.frame}>
          <div className={classes.head} aria-hidden="true">
            <span />
            <div className={classes.track}>
              {Array.from({ length: weeks }, (_, week) => (
                <span key={week} className={classes.week} style={{ left: `${(week * 100) / weeks}%` }}>
                  {short.format(new Date(`${addDays(from, week * 7)}T00:00:00Z`))}
                </span>
              ))}
            </div>
          </div>
          <ul className={classes.rows} style={{ '--weeks': weeks } as React.CSSProperties}>
            {tanks.map((row) => (
              <TankRow
                key={row.vessel.id}
                row={row}
                span={span}
                onBook={books ? (day) => setAsked({ vessel_id: row.vessel.id, from_on: day }) : undefined}
                onOpen={(booking) => setAsked({ booking, vessel_id: row.vessel.id, from_on: booking.from_on })}
              />
            ))}
          </ul>
          <ul className={classes.legend}>
            <li>
              <i className={classes.occupied} /> {t('calendar.inside')}
            </li>
            <li>
              <i className={classes.forecast} /> {t('calendar.byForecast')}
            </li>
            <li>
              <i className={classes.batch} /> {t('calendar.forBatch')}
            </li>
            <li>
              <i className={classes.other} /> {t('calendar.forOther')}
            </li>
          </ul>
        </div>
      )}
      {asked && (
        <BookingDialog
          asked={asked}
          tanks={tanks.map((row) => row.vessel)}
          writes={books}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

interface Span {
  from: string;
  days: number;
  now: string;
}

/** Where a span of days lies in the frame, in percent; null when it lies outside. */
function place({ from, days }: Span, start: string, end: string): { left: string; width: string } | null {
  const first = Math.max(0, daysBetween(from, start));
  const last = Math.min(days, daysBetween(from, end));
  if (last <= first) return null;
  return { left: `${(first * 100) / days}%`, width: `${((last - first) * 100) / days}%` };
}

function TankRow({
  row,
  span,
  onBook,
  onOpen,
}: {
  row: CalendarRow;
  span: Span;
  onBook?: (day: string) => void;
  onOpen: (booking: VesselBooking) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const { vessel } = row;
  const first = vessel.contents[0];
  const now = place(span, span.now, addDays(span.now, 1));
  const inside = first && place(span, first.since.slice(0, 10), addDays(span.now, 1));
  const stays = first && row.forecast_on && place(span, addDays(span.now, 1), row.forecast_on);
  const soft = row.forecast_on !== null && row.forecast_on === row.frees_on;
  const frees =
    row.overdue && !row.frees_on
      ? t('cellar.noEnd')
      : soft
        ? t(row.forecast_basis === 'STALLED' ? 'cellar.stalled' : 'cellar.freesAround', {
            day: formatDate(row.frees_on),
          })
        : row.frees_on === span.now
          ? vessel.state === 'AVAILABLE'
            ? t('calendar.freeNow')
            : w('vesselStates', vessel.state)
          : t('cellar.freesOn', { day: formatDate(row.frees_on) });
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        <Link to="/cellar/$vesselId" params={{ vesselId: vessel.id }}>
          {vessel.code}
        </Link>
        <small className="num">{formatQuantity(vessel.working_max_l, 'L')}</small>
        <small className={row.overdue || row.late_for ? classes.overdue : undefined}>
          {frees}
          {row.late_for && (
            <>
              <br />
              {t('calendar.lateFor', {
                whose: row.late_for.batch_number ?? row.late_for.note,
                day: formatDate(row.late_for.from_on),
              })}
            </>
          )}
        </small>
      </div>
      {/* Clicking a day is for hands with a mouse; the keyboard books by the button at the end of the row. */}
      <div
        className={classes.track}
        role="presentation"
        onClick={(event) => {
          if (event.target !== event.currentTarget || !onBook) return;
          const { left, width } = event.currentTarget.getBoundingClientRect();
          onBook(addDays(span.from, Math.floor(((event.clientX - left) / width) * span.days)));
        }}
      >
        {now && <span className={classes.now} style={now} />}
        {inside && (
          <span className={`${classes.bar} ${classes.occupied}`} style={inside}>
            {first.recipe_name}
          </span>
        )}
        {stays && <span className={`${classes.bar} ${classes.forecast}`} style={stays} />}
        {row.bookings.map((booking) => {
          const at = place(span, booking.from_on, booking.to_on);
          if (!at) return null;
          const name = booking.recipe_name ?? booking.note;
          const days = t('calendar.days', { from: formatDate(booking.from_on), to: formatDate(booking.to_on) });
          return (
            <button
              key={booking.id}
              type="button"
              className={`${classes.bar} ${classes.booking} ${booking.batch_id ? classes.batch : classes.other}`}
              style={at}
              title={`${name} · ${days}`}
              aria-label={`${vessel.code}: ${name}, ${booking.batch_number ?? ''} ${days}`}
              onClick={() => onOpen(booking)}
            >
              {name} <small>{booking.batch_number}</small>
            </button>
          );
        })}
      </div>
      {onBook && (
        <ActionIcon
          variant="default"
          size="input-sm"
          aria-label={t('calendar.bookOne', { code: vessel.code })}
          onClick={() => onBook(row.frees_on && row.frees_on > span.now ? row.frees_on : span.now)}
        >
          <IconPlus size={20} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}
