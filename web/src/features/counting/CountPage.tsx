import { Button, Chip, Group, Select } from '@mantine/core';
import { IconClipboardCheck, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { formatCount, formatMoney, formatPercent } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { VarianceTable } from './VarianceTable';
import { SEVERITIES, type Severity, STATE_LOOKS } from './words';

const AGAIN = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
type Again = (typeof AGAIN)[number];

/** A count in the office: how far it got, where it differs, and what is done about it. */
export function CountPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const { countId } = useParams({ from: '/counts/$countId' });
  const at = { count_id: countId };
  const asked = useQuery({ ...question('inventory', '/v1/stock-counts/{count_id}', { at }), refetchInterval: 10_000 });
  const reviews = may('inventory.counts.plan');
  const variances = useQuery({
    ...question('inventory', '/v1/stock-counts/{count_id}/variances', { at }),
    enabled: reviews,
  });
  const [dialog, setDialog] = useState<'approve' | 'cancel' | null>(null);
  const [floor, setFloor] = useState<Again>('HIGH');
  const { run, busy, refusal } = useCommand(t('counts.done'));
  if (asked.error) return <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <PageSkeleton />;
  const count = asked.data;
  const shown = SEVERITIES.find((one) => one === url.severity);
  const rows = (variances.data?.items ?? []).filter((row) => !shown || row.severity === shown);

  async function decide(path: 'approvals' | 'cancellations', reason: string) {
    const done = await run({
      method: 'POST',
      path: `/v1/stock-counts/{count_id}/${path}`,
      at,
      label: t(path === 'approvals' ? 'counts.approve' : 'counts.cancel'),
      body: { reason },
    });
    if (done) setDialog(null);
  }

  return (
    <>
      <PageHeader
        title={count.number}
        eyebrow={<Link to="/counts">{t('counts.title')}</Link>}
        lead={[w('countScopes', count.scope), count.note, t(count.blind ? 'counts.isBlind' : 'counts.isOpen')]
          .filter(Boolean)
          .join(' · ')}
      >
        <StateBadge {...STATE_LOOKS[count.state]}>{w('countStates', count.state)}</StateBadge>
        {count.state === 'DRAFT' && reviews && (
          <Button
            loading={busy}
            leftSection={<IconPlayerPlay size={20} aria-hidden />}
            onClick={() =>
              void run({ method: 'POST', path: '/v1/stock-counts/{count_id}/starts', at, label: t('counts.start') })
            }
          >
            {t('counts.start')}
          </Button>
        )}
        {count.state === 'COUNTING' && may('inventory.counts.count') && (
          <Button
            component={Link}
            to={`/counts/${countId}/count`}
            leftSection={<IconClipboardCheck size={20} aria-hidden />}
          >
            {t('counts.goCount')}
          </Button>
        )}
        {count.state === 'COUNTED' && may('inventory.counts.approve') && (
          <Button loading={busy} onClick={() => setDialog('approve')}>
            {t('counts.approve')}
          </Button>
        )}
        {['DRAFT', 'COUNTING', 'COUNTED'].includes(count.state) && reviews && (
          <Button variant="default" onClick={() => setDialog('cancel')}>
            {t('counts.cancel')}
          </Button>
        )}
      </PageHeader>
      {refusal && <ProblemPanel error={refusal} />}
      <Panel title={t('counts.figures')}>
        <Group gap="xl">
          <Figure name={t('counts.counted')} value={`${formatCount(count.counted)} / ${formatCount(count.lines)}`} />
          <Figure
            name={t('counts.accuracy')}
            value={count.accuracy_pct === null ? '—' : formatPercent(count.accuracy_pct)}
          />
          <Figure name={t('counts.missing')} value={count.missing === null ? '—' : formatMoney(count.missing)} />
          <Figure name={t('counts.over')} value={count.over === null ? '—' : formatMoney(count.over)} />
          {count.recounts > 0 && <Figure name={t('counts.recounts')} value={formatCount(count.recounts)} />}
        </Group>
      </Panel>
      {reviews && count.blind && ['DRAFT', 'COUNTING'].includes(count.state) ? (
        <p className="quiet">{t('counts.hidden')}</p>
      ) : (
        reviews && (
          <Panel
            title={t('counts.variances')}
            aside={
              count.state === 'COUNTED' && (
                <Group gap="sm">
                  <Select
                    aria-label={t('counts.recountFrom')}
                    w={180}
                    allowDeselect={false}
                    value={floor}
                    onChange={(value) => setFloor((value as Again) ?? 'HIGH')}
                    data={AGAIN.map((one) => ({ value: one, label: w('severities', one) }))}
                  />
                  <Button
                    variant="default"
                    loading={busy}
                    onClick={() =>
                      void run({
                        method: 'POST',
                        path: '/v1/stock-counts/{count_id}/recounts',
                        at,
                        label: t('counts.recount'),
                        body: { severity: floor, line_ids: [] },
                      })
                    }
                  >
                    {t('counts.recount')}
                  </Button>
                </Group>
              )
            }
          >
            <Chip.Group value={shown ?? ''} onChange={(value) => setUrl({ severity: String(value) || undefined })}>
              <Group gap="xs" mb="sm" role="group" aria-label={t('counts.severity')}>
                <Chip value="">{t('counts.every')}</Chip>
                {SEVERITIES.map((one: Severity) => (
                  <Chip key={one} value={one}>
                    {w('severities', one)}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
            <VarianceTable rows={rows} />
          </Panel>
        )
      )}
      <ReasonDialog
        opened={dialog !== null}
        title={t(dialog === 'cancel' ? 'counts.cancel' : 'counts.approve')}
        body={t(dialog === 'cancel' ? 'counts.cancelBody' : 'counts.approveBody')}
        act={t(dialog === 'cancel' ? 'counts.cancel' : 'counts.approve')}
        busy={busy}
        onClose={() => setDialog(null)}
        onReason={(reason) => void decide(dialog === 'cancel' ? 'cancellations' : 'approvals', reason)}
      >
        {refusal && <ProblemPanel error={refusal} />}
      </ReasonDialog>
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <div className="quiet">{name}</div>
      <div className="num" style={{ fontSize: '1.5rem', fontWeight: 660 }}>
        {value}
      </div>
    </div>
  );
}
