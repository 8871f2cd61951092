import { Stack } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconTruckReturn } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { GoodsReceiptLine } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { isZero, parseDecimal, sum } from '@/shared/format/decimal';
import { formatMoney, formatQuantity } from '@/shared/format/format';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Moves } from '@/shared/ui/Moves';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel, Trouble } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Day, Moment, Money, Quantity } from '@/shared/ui/values';
import classes from './Counting.module.css';

/** A posted delivery: who took in what, its photos and lots, what is owed for it, and what may go back. */
export function GoodsReceiptPage() {
  const { t } = useTranslation();
  const { receiptId } = useParams({ from: '/goods-receipts/$receiptId' });
  const navigate = useNavigate();
  const may = useMay();
  const receipt = useQuery({
    ...question('purchasing', '/v1/goods-receipts/{receipt_id}', { at: { receipt_id: receiptId } }),
    // Its lots are a moment behind it.
    refetchInterval: ({ state }) =>
      state.data?.lines.some((line) => !isZero(line.accepted) && line.stocked_code === null) ? 1_500 : false,
  });
  const [asking, setAsking] = useState<'return' | 'correct' | null>(null);
  const [back, setBack] = useState<Record<string, string>>({});
  const { run, busy, refusal } = useCommand();
  if (receipt.error) return <ProblemPanel error={receipt.error} retry={() => void receipt.refetch()} />;
  if (!receipt.data) return <PageSkeleton />;
  const one = receipt.data;
  const left = (line: GoodsReceiptLine) => sum([line.accepted, isZero(line.returned) ? '0' : `-${line.returned}`]);
  const returnable = one.lines.filter((line) => !isZero(left(line)));
  const wanted = returnable.flatMap((line) => {
    const quantity = parseDecimal(back[line.id] ?? '');
    return quantity === null || isZero(quantity) ? [] : [{ line_id: line.id, quantity }];
  });

  async function act(reason: string) {
    const made =
      asking === 'correct'
        ? await run({
            method: 'POST',
            path: '/v1/goods-receipts/{receipt_id}/corrections',
            at: { receipt_id: receiptId },
            label: t('goodsReceipt.correct'),
            body: { reason },
          })
        : await run({
            method: 'POST',
            path: '/v1/supplier-returns',
            label: t('goodsReceipt.giveBackTitle'),
            body: { receipt_id: receiptId, reason, lines: wanted },
          });
    setAsking(null);
    if (made) await navigate({ to: '/supplier-returns/$returnId', params: { returnId: made.id } });
  }

  const columns: Column<GoodsReceiptLine>[] = [
    { id: 'item', title: t('inventory.item'), cell: (row) => row.item_name },
    {
      id: 'lot',
      title: t('goodsReceipt.lot'),
      cell: (row) =>
        isZero(row.accepted) ? (
          '—'
        ) : row.stocked_code === null ? (
          t('goodsReceipt.waiting')
        ) : (
          <>
            <Link className="num" to="/lots/$lotId" params={{ lotId: row.id }}>
              {row.stocked_code}
            </Link>
            {may('traceability.graph.read') && (
              <>
                {' '}
                <Link to="/tracing/$kind/$nodeId" params={{ kind: 'SUPPLIER_LOT', nodeId: row.id }}>
                  {t('goodsReceipt.trace')}
                </Link>
              </>
            )}
            {row.lot_code !== null && row.lot_code !== row.stocked_code && (
              <small> {t('goodsReceipt.otherCode', { code: row.lot_code, stocked: row.stocked_code })}</small>
            )}
          </>
        ),
    },
    { id: 'supplier_lot', title: t('receiving.supplierLot'), cell: (row) => row.supplier_lot ?? '—', wide: true },
    { id: 'expires', title: t('receiving.expires'), cell: (row) => <Day value={row.expires_on} />, wide: true },
    {
      id: 'accepted',
      title: t('goodsReceipt.accepted'),
      cell: (row) => <Quantity value={row.accepted} unit={row.base_unit} />,
      numeric: true,
    },
    {
      id: 'rejected',
      title: t('goodsReceipt.rejected'),
      cell: (row) =>
        isZero(row.rejected) ? (
          '—'
        ) : (
          <>
            <Quantity value={row.rejected} unit={row.base_unit} />{' '}
            {row.rejection && <small>{t(`counting.reason.${row.rejection}`)}</small>}
          </>
        ),
      numeric: true,
    },
    {
      id: 'price',
      title: t('goodsReceipt.price'),
      cell: (row) => (
        <>
          <Money value={row.pack_price} />
          {row.ordered_price !== null && row.ordered_price !== row.pack_price && (
            <small> {t('goodsReceipt.ordered', { price: formatMoney(row.ordered_price) })}</small>
          )}
        </>
      ),
      numeric: true,
      wide: true,
    },
    {
      id: 'net',
      title: t('payables.net'),
      cell: (row) => <Money value={row.net} />,
      numeric: true,
      total: (rows) => formatMoney(sum(rows.map((row) => row.net))),
    },
  ];
  const live = one.corrected_by === null;
  return (
    <>
      <PageHeader
        title={t('goodsReceipt.one', { number: one.number })}
        eyebrow={
          <Link to="/receiving" search={{ tab: 'received' } as never}>
            {t('counting.received')}
          </Link>
        }
      />
      <Stack gap="md">
        {refusal && <ProblemPanel error={refusal} />}
        {!live && (
          <Trouble
            icon={IconAlertTriangle}
            title={t('goodsReceipt.corrected')}
            kept={t('goodsReceipt.correctedBody')}
          />
        )}
        {live && (
          <Moves
            busy={busy}
            moves={[
              ...(may('purchasing.goods.send_back') && returnable.length > 0
                ? [
                    {
                      name: 'return',
                      label: t('goodsReceipt.giveBack'),
                      icon: IconTruckReturn,
                      allowed: true,
                      onMove: () => setAsking('return'),
                    },
                  ]
                : []),
              ...(may('purchasing.receipts.correct')
                ? [
                    {
                      name: 'correct',
                      label: t('goodsReceipt.correct'),
                      icon: IconArrowBackUp,
                      allowed: true,
                      onMove: () => setAsking('correct'),
                    },
                  ]
                : []),
            ]}
          />
        )}
        <Panel>
          <Facts
            facts={[
              [t('receiving.supplier'), one.supplier_name],
              [t('goodsReceipt.order'), one.order_number ?? '—'],
              [t('counting.invoice'), one.invoice_number ?? '—'],
              [t('counting.deliveryNote'), one.delivery_note ?? '—'],
              [t('receiving.day'), <Moment key="day" value={one.received_at} />],
              [t('receiving.posted'), <Moment key="posted" value={one.posted_at} />],
              [t('goodsReceipt.who'), one.posted_by_name || '—'],
              [t('goodsReceipt.total'), <Money key="total" value={one.total} />],
              ...(one.override_reason
                ? [
                    [
                      t('goodsReceipt.allowed'),
                      t('goodsReceipt.override', { reason: one.override_reason, name: one.overridden_by_name ?? '' }),
                    ] as [string, string],
                  ]
                : []),
            ]}
          />
        </Panel>
        <Panel title={t('goodsReceipt.lines')} flush>
          <DataTable bare name={t('goodsReceipt.lines')} rows={one.lines} columns={columns} rowId={(row) => row.id} />
        </Panel>
        {one.photos.length > 0 && (
          <Panel title={t('goodsReceipt.photos')}>
            <div className={classes.photos}>
              {one.photos.map((photo) => (
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
        {one.payables.length > 0 && (
          <Panel title={t('goodsReceipt.owed')}>
            <Facts
              facts={one.payables.map((each) => [
                each.reference,
                <span key={each.id}>
                  <Money value={each.total} /> · {t('goodsReceipt.due')} <Day value={each.due_on} />
                </span>,
              ])}
            />
          </Panel>
        )}
      </Stack>
      <ReasonDialog
        opened={asking !== null}
        title={t(asking === 'correct' ? 'goodsReceipt.correct' : 'goodsReceipt.giveBackTitle')}
        body={asking === 'correct' ? t('goodsReceipt.correctBody') : ''}
        act={t(asking === 'correct' ? 'goodsReceipt.correct' : 'goodsReceipt.giveBackAct')}
        busy={busy || (asking === 'return' && wanted.length === 0)}
        onClose={() => setAsking(null)}
        onReason={(reason) => void act(reason)}
      >
        {asking === 'return' &&
          returnable.map((line) => (
            <NumberField
              key={line.id}
              label={t('goodsReceipt.quantity', {
                item: line.item_name,
                left: formatQuantity(left(line), line.base_unit),
              })}
              unit={line.base_unit}
              value={back[line.id] ?? ''}
              onChange={(value) => setBack((before) => ({ ...before, [line.id]: value }))}
            />
          ))}
      </ReasonDialog>
    </>
  );
}
