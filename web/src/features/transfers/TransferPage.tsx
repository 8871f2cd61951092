import { Button, Stack, Table } from '@mantine/core';
import { IconTruck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useLocations } from '@/api/locations';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { StateBadge } from '@/shared/ui/StateBadge';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Moment } from '@/shared/ui/values';
import { ReceiveDialog } from './ReceiveDialog';
import { TRANSFER_LOOKS } from './words';

/** One transfer: what goes, how far it got, and the next thing to do with it. */
export function TransferPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const places = useLocations();
  const { transferId } = useParams({ from: '/transfers/$transferId' });
  const at = { transfer_id: transferId };
  const asked = useQuery(question('inventory', '/v1/stock-transfers/{transfer_id}', { at }));
  const [dialog, setDialog] = useState<'receive' | 'cancel' | null>(null);
  const { run, busy, refusal } = useCommand(t('transfers.done'));
  if (asked.error) return <ProblemPanel error={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <PageSkeleton />;
  const transfer = asked.data;
  const works = may('inventory.transfers.work');

  async function cancel(reason: string) {
    const done = await run({
      method: 'POST',
      path: '/v1/stock-transfers/{transfer_id}/cancellations',
      at,
      label: t('transfers.cancel'),
      body: { reason },
    });
    if (done) setDialog(null);
  }

  return (
    <>
      <PageHeader
        title={transfer.number}
        eyebrow={<Link to="/transfers">{t('transfers.title')}</Link>}
        lead={[`${places.nameOf(transfer.from_location_id)} → ${places.nameOf(transfer.to_location_id)}`, transfer.note]
          .filter(Boolean)
          .join(' · ')}
        badge={<StateBadge {...TRANSFER_LOOKS[transfer.state]}>{w('transferStates', transfer.state)}</StateBadge>}
      >
        {works && transfer.state === 'REQUESTED' && (
          <Button
            size="lg"
            loading={busy}
            leftSection={<IconTruck size={20} aria-hidden />}
            onClick={() =>
              void run({
                method: 'POST',
                path: '/v1/stock-transfers/{transfer_id}/dispatches',
                at,
                label: t('transfers.dispatch'),
              })
            }
          >
            {t('transfers.dispatch')}
          </Button>
        )}
        {works && transfer.state === 'IN_TRANSIT' && (
          <Button size="lg" onClick={() => setDialog('receive')}>
            {t('transfers.receive')}
          </Button>
        )}
        {works && (transfer.state === 'REQUESTED' || transfer.state === 'IN_TRANSIT') && (
          <Button size="lg" variant="default" onClick={() => setDialog('cancel')}>
            {t('transfers.cancel')}
          </Button>
        )}
      </PageHeader>
      <Stack gap="md">
        {refusal && dialog === null && <ProblemPanel error={refusal} />}
        <Panel title={t('transfers.what')}>
          <Table.ScrollContainer minWidth={520}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('transfers.lot')}</Table.Th>
                  <Table.Th>{t('transfers.sent')}</Table.Th>
                  <Table.Th>{t('transfers.received')}</Table.Th>
                  <Table.Th>{t('transfers.lost')}</Table.Th>
                  <Table.Th>{t('transfers.returned')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {transfer.lines.map((line) => (
                  <Table.Tr key={line.lot_id}>
                    <Table.Td>
                      <Link to="/lots/$lotId" params={{ lotId: line.lot_id }}>
                        {line.lot_code}
                      </Link>{' '}
                      {line.item_name}
                    </Table.Td>
                    {[line.quantity, line.received_quantity, line.lost_quantity, line.returned_quantity].map(
                      (much, column) => (
                        <Table.Td key={column} className="num">
                          {much === null ? '—' : formatQuantity(much, line.unit)}
                        </Table.Td>
                      ),
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Panel>
        <Panel title={t('transfers.story')}>
          <Stack gap="xs">
            {transfer.events.map((event) => (
              <div key={event.move}>
                <strong>{w('transferMoves', event.move)}</strong> · <Moment value={event.happened_at} />
                {event.reason && ` · ${event.reason}`}
              </div>
            ))}
          </Stack>
        </Panel>
      </Stack>
      {dialog === 'receive' && <ReceiveDialog transfer={transfer} onClose={() => setDialog(null)} />}
      <ReasonDialog
        opened={dialog === 'cancel'}
        title={t('transfers.cancel')}
        body={t('transfers.cancelBody')}
        act={t('transfers.cancel')}
        busy={busy}
        onClose={() => setDialog(null)}
        onReason={(reason) => void cancel(reason)}
      >
        {refusal && <ProblemPanel error={refusal} />}
      </ReasonDialog>
    </>
  );
}
