import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Batch } from '@/api/wire';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { PlanTable } from './PlanTable';

/** The plan as it is frozen: what the batch takes on its brewhouse, and what differs from its recipe in proportion. */
export function PlanPanel({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const answer = useQuery(question('production', '/v1/batches/{batch_id}/brew-plan', { at: { batch_id: batch.id } }));
  if (answer.isPending) return <RowsSkeleton rows={4} />;
  if (answer.error) return <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />;
  return (
    <Panel
      title={t('plan.title', { number: batch.plan_revision })}
      flush
      aside={<span className="num">{t('plan.daysInTank', { days: batch.fermenter_days })}</span>}
    >
      <PlanTable plan={answer.data} />
    </Panel>
  );
}
