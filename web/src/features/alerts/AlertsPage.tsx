import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBellCheck,
  IconCheck,
  IconChecks,
  IconInfoCircle,
  IconUrgent,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import type { Alert } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { formatDate, unitSign } from '@/shared/format/format';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Moment } from '@/shared/ui/values';

const LOOKS = {
  NOTICE: ['info', IconInfoCircle],
  WARNING: ['soon', IconAlertTriangle],
  CRITICAL: ['act', IconUrgent],
} as const;
const SHOWS = ['waiting', 'open', 'past'] as const;
const ASKED = {
  waiting: { open: true, acknowledged: false },
  open: { open: true },
  past: { open: false },
} as const;
const TAKEN_AT_ONCE = 500;

/** What is wrong now, and who takes care of it. */
export function AlertsPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const show = SHOWS.find((one) => one === url.show) ?? 'waiting';
  const answer = useInfiniteQuery(pages('alerts', '/v1/alerts', ASKED[show]));
  const take = useCommand(t('alerts.taken'));
  const shown = answer.data ?? [];
  const free = shown.filter((alert) => !alert.acknowledged_at && !alert.cleared_at).slice(0, TAKEN_AT_ONCE);
  return (
    <>
      <PageHeader title={t('alerts.title')} lead={t('alerts.lead')} />
      <Stack gap="md">
        <Group justify="space-between">
          <SegmentedControl
            aria-label={t('alerts.which')}
            value={show}
            onChange={(value) => setUrl({ show: value === 'waiting' ? undefined : value })}
            data={SHOWS.map((one) => ({ value: one, label: t(`alerts.shows.${one}`) }))}
          />
          {may('alerts.inbox.acknowledge') && free.length > 1 && (
            <Button
              variant="default"
              leftSection={<IconChecks size={18} aria-hidden />}
              loading={take.busy}
              onClick={() =>
                void take.run({
                  method: 'POST',
                  path: '/v1/alert-acknowledgements',
                  body: { alert_ids: free.map((alert) => alert.id) },
                  label: t('alerts.takeAll'),
                })
              }
            >
              {t('alerts.takeAll')}
            </Button>
          )}
        </Group>
        {take.refusal && <ProblemPanel error={take.refusal} />}
        {answer.isPending && <RowsSkeleton rows={3} />}
        {answer.error && <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />}
        {answer.isSuccess && shown.length === 0 && (
          <EmptyState icon={IconBellCheck} title={t('alerts.empty')} body={t('alerts.emptyBody')} />
        )}
        {shown.map((alert) => (
          <AlertCard key={alert.id} alert={alert} />
        ))}
        {answer.hasNextPage && (
          <Button variant="default" loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('alerts.more')}
          </Button>
        )}
      </Stack>
    </>
  );
}

/** The page of the thing that an alert is about. */
function placeOf(alert: Alert): LinkProps {
  if (alert.subject_type === 'ITEM') return { to: '/items/$itemId', params: { itemId: alert.subject_id } };
  if (alert.subject_type === 'LOT') return { to: '/lots/$lotId', params: { lotId: alert.subject_id } };
  if (alert.subject_type === 'ORDER') return { to: '/purchase-orders/$orderId', params: { orderId: alert.subject_id } };
  return { to: '/cold-rooms' };
}

/** Dates and units as people write them; figures travel as ISO and codes. */
function written({ expires_on: day, expected_on: promised, unit, ...rest }: Alert['figures']): Record<string, string> {
  return {
    ...rest,
    ...(day && { expires_on: formatDate(day) }),
    ...(promised && { expected_on: formatDate(promised) }),
    ...(unit && { unit: unitSign(unit) }),
  };
}

function AlertCard({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const may = useMay();
  const take = useCommand(t('alerts.taken'));
  const [tone, icon] = LOOKS[alert.severity];
  const out = alert.kind === 'LOW_STOCK' && alert.urgency === 3;
  return (
    <Panel>
      <Group justify="space-between" align="flex-start">
        <Stack gap={6} align="flex-start">
          <StateBadge tone={tone} icon={icon}>
            {t(`alerts.severities.${alert.severity}`)}
          </StateBadge>
          <Link {...placeOf(alert)} style={{ fontWeight: 640 }}>
            {t(out ? 'alerts.soldOut' : `alerts.kinds.${alert.kind}`, { name: alert.name })}
          </Link>
          <span>
            {t(`alerts.bodies.${alert.kind}` as never, { ...written(alert.figures), defaultValue: '' }) as string}
          </span>
          <span className="quiet">
            <Moment value={alert.last_changed_at} />
            {alert.acknowledged_at && ` · ${t('alerts.takenBy', { who: alert.acknowledged_by_name })}`}
            {alert.cleared_at && ` · ${t('alerts.over')}`}
          </span>
        </Stack>
        {!alert.acknowledged_at && !alert.cleared_at && may('alerts.inbox.acknowledge') && (
          <Button
            size="lg"
            leftSection={<IconCheck size={20} aria-hidden />}
            loading={take.busy}
            aria-label={t('alerts.takeOne', { name: alert.name })}
            onClick={() =>
              void take.run({
                method: 'POST',
                path: '/v1/alerts/{alert_id}/acknowledgements',
                at: { alert_id: alert.id },
                label: t('alerts.take'),
              })
            }
          >
            {t('alerts.take')}
          </Button>
        )}
      </Group>
      {take.refusal && <ProblemPanel error={take.refusal} />}
    </Panel>
  );
}
