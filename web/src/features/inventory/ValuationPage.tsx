import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconCoins, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { sum } from '@/shared/format/decimal';
import { formatCount, formatMoney, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Figure, Figures } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Money } from '@/shared/ui/values';

const GROUPINGS = ['category', 'location', 'kind', 'item'] as const;

/** What the stock is worth, now or on the evening of any day, with what is out of date apart. */
export function ValuationPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const by = GROUPINGS.find((one) => one === url.by) ?? 'category';
  const answer = useQuery(question('inventory', '/v1/valuation', { query: { by, as_of: url.as_of } }));
  const told = answer.data;
  return (
    <>
      <PageHeader title={t('valuation.title')} lead={t('valuation.lead')}>
        <Button
          component="a"
          href={`/v1/valuation/csv${url.as_of ? `?as_of=${url.as_of}` : ''}`}
          variant="default"
          leftSection={<IconDownload size={20} aria-hidden />}
        >
          {t('valuation.csv')}
        </Button>
      </PageHeader>
      <Group mb="md" align="flex-end">
        <SegmentedControl
          aria-label={t('valuation.by')}
          value={by}
          onChange={(value) => setUrl({ by: value })}
          data={GROUPINGS.map((one) => ({ value: one, label: t(`valuation.by_${one}`) }))}
        />
        <TextInput
          type="date"
          label={t('valuation.asOf')}
          value={url.as_of ?? ''}
          onChange={(event) => setUrl({ as_of: event.currentTarget.value || undefined })}
        />
      </Group>
      {answer.error && <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />}
      {!told && !answer.error && <PageSkeleton />}
      {told && (
        <Stack gap="md">
          <Figures>
            <Figure name={t('valuation.fresh')} value={formatMoney(told.fresh)} mark="well" />
            <Figure name={t('valuation.expired')} value={formatMoney(told.expired)} />
          </Figures>
          {told.groups.length === 0 ? (
            <EmptyState icon={IconCoins} title={t('valuation.empty')} body={t('valuation.lead')} />
          ) : (
            <DataTable
              name={t('valuation.title')}
              rows={told.groups}
              rowId={(row) => row.key || 'none'}
              columns={[
                {
                  id: 'name',
                  title: t(`valuation.by_${by}`),
                  cell: (row) => (by === 'kind' ? w('kinds', row.key) : row.name || t('valuation.none')),
                  csv: (row) => row.name,
                },
                {
                  id: 'lots',
                  title: t('lots.title'),
                  cell: (row) => formatCount(row.lots),
                  csv: (row) => String(row.lots),
                  numeric: true,
                  wide: true,
                },
                {
                  id: 'quantity',
                  title: t('movements.quantity'),
                  cell: (row) => (row.quantity ? formatQuantity(row.quantity, row.unit) : '—'),
                  csv: (row) => row.quantity ?? '',
                  numeric: true,
                  wide: true,
                },
                {
                  id: 'fresh',
                  title: t('valuation.fresh'),
                  cell: (row) => <Money value={row.fresh} />,
                  csv: (row) => row.fresh,
                  numeric: true,
                  total: (rows) => formatMoney(sum(rows.map((row) => row.fresh))),
                },
                {
                  id: 'expired',
                  title: t('valuation.expired'),
                  cell: (row) => <Money value={row.expired} />,
                  csv: (row) => row.expired,
                  numeric: true,
                  total: (rows) => formatMoney(sum(rows.map((row) => row.expired))),
                },
              ]}
            />
          )}
        </Stack>
      )}
    </>
  );
}
