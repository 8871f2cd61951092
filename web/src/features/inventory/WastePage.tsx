import { Group, Stack, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { compare, sum } from '@/shared/format/decimal';
import { formatMoney, formatPercent } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState, Facts, Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Money, Quantity } from '@/shared/ui/values';

/** What was thrown away in a period, why, and how much of what came in that is. */
export function WastePage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const answer = useQuery(question('inventory', '/v1/waste-report', { query: { since: url.since, until: url.until } }));
  const told = answer.data;
  return (
    <>
      <PageHeader title={t('waste.title')} lead={t('waste.lead')} />
      <Group mb="md" align="flex-end">
        <TextInput
          type="date"
          label={t('waste.since')}
          value={url.since ?? told?.since ?? ''}
          onChange={(event) => setUrl({ since: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={t('waste.until')}
          value={url.until ?? told?.until ?? ''}
          onChange={(event) => setUrl({ until: event.currentTarget.value || undefined })}
        />
      </Group>
      {answer.error && <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />}
      {!told && !answer.error && <PageSkeleton />}
      {told && (
        <Stack gap="md">
          <Figures>
            <Figure name={t('waste.wasted')} value={formatMoney(told.wasted_cost)} mark="look-soon" />
            <Figure name={t('waste.received')} value={formatMoney(told.received_cost)} />
            <Figure name={t('waste.share')} value={formatPercent(told.waste_pct)} />
          </Figures>
          {told.classes.length > 0 && (
            <Panel title={t('waste.why')}>
              <Facts
                facts={told.classes.map((each) => [
                  each.waste_class ? w('wasteClasses', each.waste_class) : t('waste.unclassed'),
                  formatMoney(each.cost),
                ])}
              />
            </Panel>
          )}
          {told.items.length === 0 ? (
            <EmptyState icon={IconTrash} title={t('waste.empty')} body={t('waste.emptyBody')} />
          ) : (
            <DataTable
              name={t('waste.title')}
              rows={told.items}
              rowId={(row) => row.item_id}
              link={(row) => ({ to: '/items/$itemId', params: { itemId: row.item_id } })}
              columns={[
                { id: 'item', title: t('inventory.item'), cell: (row) => row.item_name, csv: (row) => row.item_name },
                {
                  id: 'wasted',
                  title: t('waste.quantity'),
                  cell: (row) => <Quantity value={row.wasted} unit={row.unit} />,
                  csv: (row) => row.wasted,
                  numeric: true,
                },
                {
                  id: 'received',
                  title: t('waste.receivedQuantity'),
                  cell: (row) => <Quantity value={row.received} unit={row.unit} />,
                  csv: (row) => row.received,
                  numeric: true,
                  wide: true,
                },
                {
                  id: 'share',
                  title: t('waste.share'),
                  cell: (row) => <span className="num">{formatPercent(row.waste_pct)}</span>,
                  csv: (row) => row.waste_pct ?? '',
                  order: (a, b) => compare(a.waste_pct ?? '-1', b.waste_pct ?? '-1'),
                  numeric: true,
                },
                {
                  id: 'cost',
                  title: t('waste.wasted'),
                  cell: (row) => <Money value={row.wasted_cost} />,
                  csv: (row) => row.wasted_cost,
                  order: (a, b) => compare(a.wasted_cost, b.wasted_cost),
                  total: (rows) => formatMoney(sum(rows.map((row) => row.wasted_cost))),
                  numeric: true,
                },
                { id: 'unit', title: t('inventory.unit'), cell: () => null, csv: (row) => row.unit, csvOnly: true },
              ]}
            />
          )}
        </Stack>
      )}
    </>
  );
}
