import { Button, Group, Stack, Textarea } from '@mantine/core';
import { IconCheck, IconPackageImport, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { Schemas } from '@/api/contract';
import { Refusal } from '@/api/problem';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { isZero } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel, Trouble } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Day, Moment, Money, Quantity } from '@/shared/ui/values';
import classes from './Counting.module.css';
import { type Draft, type Order, remember, takenOver } from './counting';

type Difference = Schemas['OrderDifferenceOut'];
type Line = Schemas['CountedLineOut'];

/** What somebody counts on another tablet, as it was saved there: to look at, to allow, or to go on with. */
export function DraftReview({ order }: { order: Order | null }) {
  const { t } = useTranslation();
  const { draftId } = useParams({ from: '/counting/$draftId' });
  const draft = useQuery({
    ...question('purchasing', '/v1/receiving-drafts/{draft_id}', { at: { draft_id: draftId } }),
    // It is still being counted.
    refetchInterval: 5_000,
  });
  if (draft.error instanceof Refusal && draft.error.status === 404)
    return (
      <Trouble icon={IconPackageImport} title={t('counting.draftGone')} todo={t('counting.draftGoneTodo')}>
        <Link to="/receiving" search={{ tab: 'received' } as never}>
          {t('counting.received')}
        </Link>
      </Trouble>
    );
  if (draft.error) return <ProblemPanel error={draft.error} retry={() => void draft.refetch()} />;
  if (!draft.data) return <PageSkeleton />;
  return <Review draft={draft.data} order={order} />;
}

function Review({ draft, order }: { draft: Draft; order: Order | null }) {
  const { t } = useTranslation();
  const [, setUrl] = useUrl();
  const may = useMay();
  const [reason, setReason] = useState('');
  const { run, busy, refusal } = useCommand(t('counting.allowDone'));
  const differences: Column<Difference>[] = [
    { id: 'item', title: t('inventory.item'), cell: (row) => row.item_name },
    {
      id: 'ordered',
      title: t('counting.ordered'),
      cell: (row) => <Quantity value={row.ordered} unit={row.unit} />,
      numeric: true,
    },
    {
      id: 'came',
      title: t('counting.came'),
      cell: (row) => <Quantity value={row.received} unit={row.unit} />,
      numeric: true,
    },
    {
      id: 'off',
      title: t('counting.off'),
      cell: (row) => (
        <span className={row.is_beyond ? classes.beyond : undefined}>
          {row.difference_pct} %{row.is_beyond && <small> {t('counting.beyondMark')}</small>}
        </span>
      ),
      numeric: true,
    },
  ];
  const { differences: found = [], lines: counted = [], photos = [] } = draft;
  const unit = (row: Line) => (row.in_base ? row.base_unit : row.pack_name || row.base_unit);
  const lines: Column<Line>[] = [
    { id: 'item', title: t('inventory.item'), cell: (row) => row.item_name },
    {
      id: 'delivered',
      title: t('counting.delivered'),
      cell: (row) => formatQuantity(row.delivered, unit(row)),
      numeric: true,
    },
    {
      id: 'rejected',
      title: t('counting.rejected'),
      cell: (row) =>
        isZero(row.rejected ?? '0') ? (
          '—'
        ) : (
          <>
            {formatQuantity(row.rejected ?? '0', unit(row))}{' '}
            <small>
              {row.rejection && t(`counting.reason.${row.rejection}`)} {row.rejection_note}
            </small>
          </>
        ),
      numeric: true,
    },
    {
      id: 'accepted',
      title: t('goodsReceipt.accepted'),
      cell: (row) => (
        <>
          <Quantity value={row.accepted} unit={row.base_unit} />
          {row.closes && <small> {t('counting.closed')}</small>}
        </>
      ),
      numeric: true,
    },
    { id: 'lot', title: t('receiving.supplierLot'), cell: (row) => row.supplier_lot ?? '—', wide: true },
    { id: 'expires', title: t('receiving.expires'), cell: (row) => <Day value={row.expires_on} />, wide: true },
  ];
  const mayAllow = may('purchasing.tolerance.override');
  return (
    <>
      <PageHeader
        title={draft.supplier_name ?? ''}
        eyebrow={
          <>
            <Link to="/receiving">{t('receiving.title')}</Link> ·{' '}
            <span className="num">{draft.order_number ?? '—'}</span>
          </>
        }
      >
        {order && may('purchasing.goods.receive') && (
          <Button
            variant="default"
            leftSection={<IconPencil size={20} aria-hidden />}
            onClick={() => {
              remember(draft.id, takenOver(order, draft));
              setUrl({ review: undefined });
            }}
          >
            {t('counting.goOn')}
          </Button>
        )}
      </PageHeader>
      <Stack gap="md">
        {refusal && <ProblemPanel error={refusal} kept={t('problem.formKept')} />}
        <Panel title={t('counting.differences')} flush>
          <DataTable
            bare
            name={t('counting.differences')}
            rows={found}
            columns={differences}
            rowId={(row) => row.order_line_id}
          />
        </Panel>
        {draft.needs_override && mayAllow && (
          <Panel>
            <Textarea
              label={t('counting.why')}
              description={t('counting.allowHint')}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Group justify="flex-end" className={classes.foot}>
              <Button
                loading={busy}
                disabled={reason.trim().length < 3}
                leftSection={<IconCheck size={22} aria-hidden />}
                onClick={() =>
                  void run({
                    method: 'POST',
                    path: '/v1/receiving-drafts/{draft_id}/overrides',
                    at: { draft_id: draft.id },
                    label: t('counting.allowLabel', { number: draft.order_number ?? '' }),
                    body: { reason: reason.trim() },
                  })
                }
              >
                {t('counting.allow')}
              </Button>
            </Group>
          </Panel>
        )}
        {draft.needs_override && !mayAllow && <p role="status">{t('counting.asked')}</p>}
        {draft.override_reason && (
          <p role="status">
            {t('counting.allowedBy', { name: draft.overridden_by_name ?? '', reason: draft.override_reason })}
          </p>
        )}
        <Panel title={t('counting.counted')} flush>
          <DataTable
            bare
            name={t('counting.counted')}
            rows={counted}
            columns={lines}
            rowId={(row) => `${counted.indexOf(row)}`}
          />
        </Panel>
        <Panel>
          <Facts
            facts={[
              [t('counting.counter'), draft.saved_by_name || '—'],
              [t('receiving.day'), <Moment key="saved" value={draft.saved_at} />],
              [t('counting.invoice'), draft.invoice_number ?? '—'],
              [t('counting.deliveryNote'), draft.delivery_note ?? '—'],
              [t('counting.tolerance'), `${draft.tolerance_pct ?? '0'} %`],
              [t('goodsReceipt.total'), <Money key="total" value={draft.total} />],
            ]}
          />
        </Panel>
        {photos.length > 0 && (
          <Panel title={t('goodsReceipt.photos')}>
            <div className={classes.photos}>
              {photos.map((photo) => (
                <a key={photo.id} href={`/v1/receipt-photos/${photo.id}/content`} target="_blank" rel="noreferrer">
                  {photo.media_type.startsWith('image/') ? (
                    <img src={`/v1/receipt-photos/${photo.id}/content`} alt={photo.file_name} />
                  ) : (
                    photo.file_name
                  )}
                </a>
              ))}
            </div>
          </Panel>
        )}
      </Stack>
    </>
  );
}
