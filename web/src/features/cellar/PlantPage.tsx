import { Button, Drawer } from '@mantine/core';
import { IconCalendarEvent, IconCylinder, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { CalendarRow } from '@/api/wire';
import { compare, sum } from '@/shared/format/decimal';
import { formatCount, formatQuantity, today } from '@/shared/format/format';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Figure, Figures } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import classes from './Cellar.module.css';
import { VesselActions } from './VesselActions';
import { VesselCard } from './VesselCard';
import { VesselDialog } from './VesselDialog';
import { addDays, isTank } from './words';

/** The cellar as one walks through it: every vessel, what is in it, and what to do with it now. */
export function PlantPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [adding, setAdding] = useState(false);
  const day = today();
  const calendar = useQuery(
    question('production', '/v1/vessel-calendar', { query: { from_on: day, to_on: addDays(day, 1) } }),
  );
  if (calendar.error) return <ProblemPanel error={calendar.error} retry={() => void calendar.refetch()} />;
  if (!calendar.data) return <PageSkeleton />;
  const rows = calendar.data.rows;
  const picked = rows.find((row) => row.vessel.id === chosen);
  const add = may('production.plant.set_up') && (
    <Button variant="default" leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setAdding(true)}>
      {t('cellar.add')}
    </Button>
  );
  const tanks = rows.filter((row) => isTank(row.vessel));
  const free = tanks.filter((row) => row.vessel.state === 'AVAILABLE');
  return (
    <>
      <PageHeader title={t('cellar.title')} lead={t('cellar.lead')}>
        <Button
          component={Link}
          to="/tank-calendar"
          variant="default"
          leftSection={<IconCalendarEvent size={20} aria-hidden />}
        >
          {t('calendar.title')}
        </Button>
        {add}
      </PageHeader>
      {rows.length === 0 ? (
        <EmptyState icon={IconCylinder} title={t('cellar.empty')} body={t('cellar.emptyBody')}>
          {add}
        </EmptyState>
      ) : (
        <>
          <Figures>
            <Figure
              name={t('cellar.inTanks')}
              value={formatQuantity(sum(tanks.map((row) => row.vessel.volume_l)), 'L')}
              note={t('cellar.batchesInside', { count: batchesIn(tanks) })}
              mark="action"
            />
            <Figure
              name={t('cellar.free')}
              value={formatCount(free.length)}
              note={t('cellar.ofTanks', { count: tanks.length })}
              mark="well"
            />
            <Figure
              name={t('cellar.toClean')}
              value={formatCount(tanks.filter((row) => ['DIRTY', 'CLEANING'].includes(row.vessel.state)).length)}
              note={t('cellar.toCleanNote')}
              mark="look-soon"
            />
          </Figures>
          {groups(rows).map(([zone, mine]) => (
            <section key={zone} className={classes.zone} aria-label={groupName(zone)}>
              <h2>{groupName(zone)}</h2>
              <ul className={classes.tanks}>
                {mine.map((row) => (
                  <li key={row.vessel.id}>
                    <VesselCard row={row} onPick={() => setChosen(row.vessel.id)} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
      <Drawer
        opened={picked !== undefined}
        onClose={() => setChosen(null)}
        position="bottom"
        size="auto"
        closeOnEscape={!asking}
        classNames={{ content: classes.sheet, inner: classes.sheetFrame }}
        title={picked ? `${picked.vessel.code} · ${picked.vessel.name}` : ''}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        {picked && (
          <VesselActions
            vessel={picked.vessel}
            others={tanks.map((row) => row.vessel)}
            withLink
            onAsking={setAsking}
            onDone={() => setChosen(null)}
          />
        )}
      </Drawer>
      {adding && <VesselDialog onClose={() => setAdding(false)} />}
    </>
  );

  function groupName(zone: string): string {
    if (zone === 'BRITE') return t('cellar.brites');
    if (zone === 'BREWHOUSE') return t('cellar.brewhouse');
    return zone === '' ? t('cellar.noZone') : t('cellar.zone', { zone });
  }
}

/** Fermenters by glycol zone, then brite tanks, then the brewhouse. */
function groups(rows: CalendarRow[]): [string, CalendarRow[]][] {
  const found = new Map<string, CalendarRow[]>();
  for (const row of rows) {
    const { kind, glycol_zone } = row.vessel;
    const name = kind === 'FERMENTER' ? (glycol_zone ?? '') : kind === 'BRITE' ? 'BRITE' : 'BREWHOUSE';
    found.set(name, [...(found.get(name) ?? []), row]);
  }
  const rank = (name: string) => (name === 'BREWHOUSE' ? 3 : name === 'BRITE' ? 2 : name === '' ? 1 : 0);
  return [...found].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
}

function batchesIn(rows: CalendarRow[]): number {
  return new Set(
    rows.flatMap((row) =>
      row.vessel.contents.filter((one) => compare(one.volume_l, '0') > 0).map((one) => one.batch_id),
    ),
  ).size;
}
