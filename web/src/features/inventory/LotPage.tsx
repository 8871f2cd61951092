import { Stack } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useLocations } from '@/api/locations';
import { useMay } from '@/api/session';
import { formatMoney, formatQuantity, unitSign } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Day } from '@/shared/ui/values';
import { Certificates } from './Certificates';
import { LotActs } from './LotActs';
import { StandingBadge, standingOf } from './LotBadge';
import { LotStory, LotUses } from './LotHistory';
import { movementColumns } from './tables';

/** One lot: where it came from, what is left of it, and who took the rest. */
export function LotPage() {
  const { t } = useTranslation();
  const w = useWord();
  const { lotId } = useParams({ from: '/lots/$lotId' });
  const lot = useQuery(question('inventory', '/v1/lots/{lot_id}', { at: { lot_id: lotId } }));
  const history = useQuery(question('inventory', '/v1/lots/{lot_id}/history', { at: { lot_id: lotId } }));
  const places = useLocations();
  const may = useMay();
  const movements = useInfiniteQuery(pages('inventory', '/v1/movements', { lot_id: lotId }));
  if (lot.error) return <ProblemPanel error={lot.error} retry={() => void lot.refetch()} />;
  if (!lot.data) return <PageSkeleton />;
  const one = lot.data;
  return (
    <>
      <PageHeader
        title={t('lots.one', { code: one.code })}
        eyebrow={
          <>
            <Link to="/lots">{t('lots.title')}</Link> ·{' '}
            <Link to="/items/$itemId" params={{ itemId: one.item_id }}>
              {one.item_name}
            </Link>
          </>
        }
        badge={<StandingBadge standing={standingOf(one)} />}
      >
        {may('traceability.graph.read') && one.supplier_name && (
          <Link to="/tracing/$kind/$nodeId" params={{ kind: 'SUPPLIER_LOT', nodeId: one.id }}>
            {t('tracing.trace')}
          </Link>
        )}
      </PageHeader>
      <Stack gap="md">
        <LotActs lot={one} />
        <Figures>
          <Figure
            name={t('lots.remaining')}
            link={{ to: '/movements', search: { lot_id: lotId } as never }}
            value={formatQuantity(one.remaining_quantity, one.unit)}
            note={t('lots.of', { whole: formatQuantity(one.initial_quantity, one.unit) })}
            mark="well"
          />
          <Figure
            name={t('lots.remainingCost')}
            link={{ to: '/movements', search: { lot_id: lotId } as never }}
            value={formatMoney(one.remaining_cost)}
            note={t('lots.of', { whole: formatMoney(one.initial_cost) })}
          />
          <Figure name={t('lots.unitCostPer', { unit: unitSign(one.unit) })} value={formatMoney(one.unit_cost)} />
        </Figures>
        <Panel>
          <Facts
            facts={[
              [t('lots.received'), <Day key="received" value={one.received_at} />],
              [t('lots.supplier'), one.supplier_name || '—'],
              [t('lots.supplierLot'), one.supplier_lot ?? '—'],
              [t('lots.expires'), <Day key="expires" value={one.expires_on} />],
              [
                t('places.one'),
                one.places
                  .map((place) => `${places.nameOf(place.location_id)} (${formatQuantity(place.quantity, one.unit)})`)
                  .join(', ') || '—',
              ],
              [
                t('lots.receipt'),
                <Link key="receipt" to="/receipts/$receiptId" params={{ receiptId: one.receipt_id }}>
                  {t('lots.seeReceipt')}
                </Link>,
              ],
            ]}
          />
        </Panel>
        <Certificates lotId={one.id} code={one.code} />
        {history.data && <LotUses lot={one} uses={history.data.uses} />}
        {history.data && <LotStory history={history.data} />}
        <Panel title={t('movements.title')}>
          <List
            name={t('movements.title')}
            answer={movements}
            columns={movementColumns(t, w, { withItem: false, withLot: false })}
            rowId={(row) => row.id}
            narrowedBy={[]}
            bare
            empty={{ icon: IconArrowsExchange, title: t('movements.empty'), body: t('movements.emptyBody') }}
          />
        </Panel>
      </Stack>
    </>
  );
}
