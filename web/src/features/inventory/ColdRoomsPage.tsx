import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClockPause, IconPlus, IconThermometer } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useNames } from '@/api/names';
import { useMay } from '@/api/session';
import type { ColdRoom, RoomReading } from '@/api/wire';
import { formatDateTime, formatNumber, formatPercent } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { TimeChart } from '@/shared/ui/TimeChart';
import { useUrl } from '@/shared/ui/url';
import { Moment } from '@/shared/ui/values';
import { WithTable } from '@/shared/ui/WithTable';
import { LimitsDialog, LocationDialog, ReadingDialog } from './RoomDialogs';

const SPANS = { day: 24, week: 168, month: 744 } as const;

/** The cooled rooms: what each reads now, whether it keeps its limits, and how it went. */
export function ColdRoomsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const [adding, setAdding] = useState(false);
  const asked = useQuery(question('inventory', '/v1/cold-rooms'));
  const span = url.span === 'week' || url.span === 'month' ? url.span : 'day';
  const add = may('inventory.locations.edit') && (
    <Button onClick={() => setAdding(true)} leftSection={<IconPlus size={20} aria-hidden />}>
      {t('places.add')}
    </Button>
  );
  if (asked.error) return <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <PageSkeleton />;
  const rooms = asked.data.items;
  return (
    <>
      <PageHeader title={t('rooms.title')} lead={t('rooms.lead')}>
        {add}
      </PageHeader>
      {rooms.length === 0 ? (
        <EmptyState icon={IconThermometer} title={t('rooms.empty')} body={t('rooms.emptyBody')}>
          {add}
        </EmptyState>
      ) : (
        <Stack gap="md">
          <SegmentedControl
            style={{ alignSelf: 'flex-start' }}
            aria-label={t('rooms.span')}
            value={span}
            onChange={(value) => setUrl({ span: value === 'day' ? undefined : value })}
            data={[
              { value: 'day', label: t('rooms.day') },
              { value: 'week', label: t('rooms.week') },
              { value: 'month', label: t('rooms.month') },
            ]}
          />
          {rooms.map((room) => (
            <Room key={room.location_id} room={room} hours={SPANS[span]} />
          ))}
        </Stack>
      )}
      {adding && <LocationDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function Room({ room, hours }: { room: ColdRoom; hours: number }) {
  const { t } = useTranslation();
  const may = useMay();
  const names = useNames();
  const [dialog, setDialog] = useState<'reading' | 'limits' | null>(null);
  const asked = useQuery(
    question('inventory', '/v1/cold-rooms/{location_id}/readings', {
      at: { location_id: room.location_id },
      query: { hours },
    }),
  );
  const readings = asked.data?.items ?? [];
  const columns: Column<RoomReading>[] = [
    { id: 'at', title: t('movements.at'), cell: (row) => <Moment value={row.read_at} />, csv: (row) => row.read_at },
    {
      id: 'temperature',
      title: t('rooms.temperature'),
      cell: (row) => t('rooms.degrees', { value: formatNumber(row.temperature_c) }),
      csv: (row) => row.temperature_c,
      numeric: true,
    },
    {
      id: 'humidity',
      title: t('rooms.humidity'),
      cell: (row) => formatPercent(row.humidity_pct),
      csv: (row) => row.humidity_pct ?? '',
      numeric: true,
    },
    {
      id: 'in_limits',
      title: t('rooms.limits'),
      cell: (row) => (row.in_limits ? t('rooms.inside') : t('rooms.outside')),
      csv: (row) => (row.in_limits ? t('rooms.inside') : t('rooms.outside')),
    },
    { id: 'by', title: t('rooms.by'), cell: (row) => names(row.read_by) ?? '—', wide: true },
    { id: 'note', title: t('rooms.note'), cell: (row) => row.note || '—', wide: true },
  ];
  const now = room.last ? t('rooms.degrees', { value: formatNumber(room.last.temperature_c) }) : '—';
  const badge = room.alert ? (
    <StateBadge tone="act" icon={IconAlertTriangle}>
      {t('rooms.alert')}
    </StateBadge>
  ) : room.silent ? (
    <StateBadge tone="quiet" icon={IconClockPause}>
      {t('rooms.silent')}
    </StateBadge>
  ) : (
    <StateBadge tone="well" icon={IconCircleCheck}>
      {t('rooms.fine')}
    </StateBadge>
  );
  return (
    <Panel
      title={room.name}
      aside={
        <Group gap="sm">
          {badge}
          {may('inventory.locations.edit') && (
            <Button variant="subtle" onClick={() => setDialog('limits')}>
              {t('rooms.limits')}
            </Button>
          )}
          {may('inventory.rooms.record') && (
            <Button leftSection={<IconThermometer size={20} aria-hidden />} onClick={() => setDialog('reading')}>
              {t('rooms.record')}
            </Button>
          )}
        </Group>
      }
    >
      <Group gap="xl" align="baseline" mb="xs">
        <span className="num" style={{ fontSize: '2.25rem', fontWeight: 660 }}>
          {now}
        </span>
        <span className="quiet">
          {t('rooms.keeps', {
            low: formatNumber(room.temperature_min_c),
            high: formatNumber(room.temperature_max_c),
            target: formatNumber(room.temperature_target_c),
          })}
          {room.humidity_max_pct && ` · ${t('rooms.dry', { most: formatPercent(room.humidity_max_pct) })}`}
        </span>
        {room.last && <span className="quiet">{t('rooms.readAt', { at: formatDateTime(room.last.read_at) })}</span>}
      </Group>
      {readings.length === 0 ? (
        <p className="quiet" style={{ margin: 0 }}>
          {t('rooms.noReadings')}
        </p>
      ) : (
        <WithTable
          chart={
            <TimeChart
              label={t('rooms.chart', { name: room.name, count: readings.length })}
              points={readings.map((one) => ({ at: one.read_at, value: one.temperature_c }))}
              format={(value) => t('rooms.degrees', { value: formatNumber(value) })}
              band={{ low: room.temperature_min_c, high: room.temperature_max_c }}
              target={room.temperature_target_c}
            />
          }
          table={<DataTable bare name={room.name} rows={readings} columns={columns} rowId={(row) => row.id} />}
        />
      )}
      {dialog === 'reading' && <ReadingDialog room={room} onClose={() => setDialog(null)} />}
      {dialog === 'limits' && <LimitsDialog room={room} onClose={() => setDialog(null)} />}
    </Panel>
  );
}
