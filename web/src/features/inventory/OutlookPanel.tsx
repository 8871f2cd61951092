import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { times } from '@/shared/format/decimal';
import { formatDate, formatNumber, formatPercent, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { LineChart } from '@/shared/ui/LineChart';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';

/** How long an item lasts and what will be asked of it, with the figures that say so. */
export function OutlookPanel({ itemId }: { itemId: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const asked = useQuery(question('inventory', '/v1/items/{item_id}/outlook', { at: { item_id: itemId } }));
  if (asked.isPending) return <RowsSkeleton />;
  if (asked.error) return <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />;
  const { turnover, projection, days, seasonality, confidence, ahead } = asked.data;
  const amount = (value: string) => formatQuantity(value, turnover.unit);
  return (
    <Panel title={t('outlook.title')}>
      <Stack gap="md">
        <LineChart
          label={t('outlook.closings')}
          format={amount}
          points={days.map((day) => ({ name: formatDate(day.day).slice(0, 5), value: day.closing }))}
        />
        <Facts
          facts={[
            [
              t('rotation.coverage'),
              turnover.coverage_days
                ? `${t('outlook.days', { days: formatNumber(turnover.coverage_days) })} · ${w('coverages', turnover.coverage)}`
                : `∞ · ${w('coverages', turnover.coverage)}`,
            ],
            [
              t('outlook.daily'),
              t('outlook.dailyFrom', {
                daily: amount(turnover.daily),
                consumed: amount(turnover.consumed),
                days: turnover.days,
              }),
            ],
            [
              t('rotation.class'),
              turnover.rotation
                ? t('outlook.indexFrom', {
                    word: w('rotationClasses', turnover.rotation),
                    index: formatNumber(turnover.index_30),
                    mean: amount(turnover.mean_stock),
                  })
                : '—',
            ],
            [t('rotation.trend'), `${w('trends', turnover.trend)} · × ${formatNumber(turnover.factor)}`],
            [t('outlook.seasonality'), seasonality ? w('seasonalities', seasonality) : '—'],
            [t('outlook.ahead', { count: ahead }), amount(projection.base)],
            [t('outlook.optimistic'), amount(projection.optimistic)],
            [t('outlook.conservative'), amount(projection.conservative)],
            [t('outlook.pessimistic'), amount(projection.pessimistic)],
            [t('outlook.confidence'), formatPercent(times(confidence, '100'))],
          ]}
        />
      </Stack>
    </Panel>
  );
}
