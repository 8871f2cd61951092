import { Stack, Textarea, TextInput } from '@mantine/core';
import { type Icon, IconCircleX, IconPencil, IconPhone, IconRubberStamp, IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseOrder } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import { FormDialog } from '@/shared/ui/FormDialog';
import { type Move, Moves } from '@/shared/ui/Moves';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';

type Asked = 'mail' | 'hand' | 'cancel' | null;

/** What may be done to an order now, and why the others may not. */
export function OrderMoves({ order }: { order: PurchaseOrder }) {
  const { t } = useTranslation();
  const w = useWord();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked>(null);
  const approve = useCommand(t('orders.approved'));
  const close = () => setAsked(null);
  const told = (name: string) => order.moves.find((move) => move.name === name);

  function move(
    name: string,
    of: string,
    icon: Icon,
    onMove: () => void,
    more: { main?: boolean; whyNot?: string | null } = {},
  ): Move[] {
    const may = told(of);
    const whyNot = may?.allowed ? more.whyNot : may?.why_not;
    // A move of another stage of the order's life would be noise.
    if (!may || (!may.allowed && may.why_not?.startsWith('state-'))) return [];
    return [
      {
        name,
        label: t(`orderMoves.${name}` as never) as string,
        icon,
        allowed: !whyNot,
        whyNot: whyNot && w('orderWhyNot', whyNot),
        main: more.main,
        onMove,
      },
    ];
  }

  const first = order.state === 'APPROVED';
  const moves = [
    ...move(
      'approve',
      'approve',
      IconRubberStamp,
      () =>
        void approve.run({
          method: 'POST',
          path: '/v1/purchase-orders/{order_id}/approvals',
          at: { order_id: order.id },
          body: { revision: order.revision },
          label: `${t('orderMoves.approve')} ${order.number}`,
        }),
      { main: true },
    ),
    ...move('mail', 'send', IconSend, () => setAsked('mail'), {
      main: first,
      whyNot: order.mail_ready ? null : 'mail-not-set-up',
    }),
    ...move('hand', 'send', IconPhone, () => setAsked('hand'), { main: first && !order.mail_ready }),
    ...move('edit', 'edit', IconPencil, () => {
      void navigate({ to: '/purchase-orders/$orderId/edit', params: { orderId: order.id } });
    }),
    ...move('cancel', 'cancel', IconCircleX, () => setAsked('cancel')),
    ...move('close_short', 'close_short', IconCircleX, () => setAsked('cancel')),
  ];
  return (
    <>
      {approve.refusal && <ProblemPanel error={approve.refusal} />}
      {moves.length > 0 && <Moves moves={moves} busy={approve.busy} />}
      {asked === 'mail' && <MailDialog order={order} onClose={close} />}
      {asked === 'hand' && <HandDialog order={order} onClose={close} />}
      {asked === 'cancel' && <CancelDialog order={order} onClose={close} />}
    </>
  );
}

function MailDialog({ order, onClose }: { order: PurchaseOrder; onClose: () => void }) {
  const { t } = useTranslation();
  const [to, setTo] = useState(order.supplier.email ?? '');
  const [words, setWords] = useState('');
  const send = useCommand(t('orders.mailPosted'), onClose);
  return (
    <FormDialog
      title={t('orders.mailTitle', { number: order.number })}
      act={t('orders.mailAct')}
      command={send}
      disabled={!to.includes('@')}
      onClose={onClose}
      onSubmit={(event) => {
        event?.preventDefault();
        void send
          .run({
            method: 'POST',
            path: '/v1/purchase-orders/{order_id}/mail-sendings',
            at: { order_id: order.id },
            body: { to: to.trim(), words: words.trim() },
            label: `${t('orderMoves.mail')} ${order.number}`,
          })
          .then((done) => done && onClose());
      }}
    >
      <TextInput
        label={t('orders.mailTo')}
        type="email"
        data-autofocus
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Textarea
        label={t('orders.mailWords')}
        description={t('orders.mailWordsNote')}
        autosize
        minRows={3}
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function HandDialog({ order, onClose }: { order: PurchaseOrder; onClose: () => void }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const send = useCommand(t('orders.handSent'), onClose);
  return (
    <FormDialog
      title={t('orders.handTitle', { number: order.number })}
      act={t('orders.handAct')}
      command={send}
      disabled={note.trim().length < 3}
      onClose={onClose}
      onSubmit={(event) => {
        event?.preventDefault();
        void send
          .run({
            method: 'POST',
            path: '/v1/purchase-orders/{order_id}/hand-sendings',
            at: { order_id: order.id },
            body: { note: note.trim() },
            label: `${t('orderMoves.hand')} ${order.number}`,
          })
          .then((done) => done && onClose());
      }}
    >
      <TextInput
        label={t('orders.handNote')}
        placeholder={t('orders.handExample')}
        data-autofocus
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function CancelDialog({ order, onClose }: { order: PurchaseOrder; onClose: () => void }) {
  const { t } = useTranslation();
  const cancel = useCommand(t('orders.cancelled'), onClose);
  const short = order.state === 'PARTIALLY_RECEIVED';
  return (
    <ReasonDialog
      opened
      title={t(short ? 'orders.shortTitle' : 'orders.cancelTitle', { number: order.number })}
      body={t(short ? 'orders.shortBody' : 'orders.cancelBody')}
      act={t(short ? 'orderMoves.close_short' : 'orderMoves.cancel')}
      busy={cancel.busy}
      onClose={onClose}
      onReason={(reason) =>
        void cancel
          .run({
            method: 'POST',
            path: '/v1/purchase-orders/{order_id}/cancellations',
            at: { order_id: order.id },
            body: { reason },
            label: `${t('orderMoves.cancel')} ${order.number}`,
          })
          .then((done) => done && onClose())
      }
    >
      <Stack>{cancel.refusal && <ProblemPanel error={cancel.refusal} />}</Stack>
    </ReasonDialog>
  );
}
