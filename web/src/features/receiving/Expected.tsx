import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconTruckDelivery } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import { question } from '@/api/client';
import type { Schemas } from '@/api/contract';
import { useMay, useSession } from '@/api/session';
import { keptQuestion } from '@/offline/kept';
import { today } from '@/shared/format/format';
import { useReader } from '@/shared/keys/scans';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { Day, Moment } from '@/shared/ui/values';
import classes from './Counting.module.css';
import { type Order, remembered } from './counting';

export const useExpected = () => {
  const { person } = useSession();
  return useQuery(keptQuestion('purchasing', '/v1/receivable-orders', undefined as never, person.id));
};

/** What should come: the late first, then today's; one tap begins to count it. */
export function Expected() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const expected = useExpected();
  const navigate = useNavigate();
  const may = useMay();
  const drafts = useQuery({ ...question('purchasing', '/v1/receiving-drafts'), refetchInterval: 15_000 });
  const begun = drafts.data?.items ?? [];
  const numbered = (code: string) =>
    expected.data?.items.find((order) => order.number.toUpperCase() === code.trim().toUpperCase());
  /** What this device has begun to count of an order goes on; else it begins anew. */
  const countingOf = (order: Order) => {
    const mine = begun.find((draft) => draft.order_id === order.id && remembered(draft.id));
    return {
      to: '/counting/$draftId',
      params: { draftId: mine?.id ?? uuidv7() },
      search: { order: order.id } as never,
    } as const;
  };
  useReader({
    knows: (code) => numbered(code) !== undefined,
    find: async (code) => {
      const order = numbered(code);
      return order ? { label: `${order.supplier_name} ${order.number}`, to: countingOf(order) } : null;
    },
  });
  if (expected.isPending) return <RowsSkeleton />;
  if (expected.error && !expected.data) return <ProblemPanel error={expected.error} />;
  const sought = text.trim().toLocaleLowerCase('es-MX');
  const orders = (expected.data?.items ?? []).filter((order) =>
    `${order.number} ${order.supplier_name} ${order.lines.map((line) => line.item_name).join(' ')}`
      .toLocaleLowerCase('es-MX')
      .includes(sought),
  );
  const asking = may('purchasing.tolerance.override') ? begun.filter((draft) => draft.needs_override) : [];
  const others = begun.filter((draft) => !asking.includes(draft));
  return (
    <>
      <Drafts title={t('counting.byManager')} drafts={asking} review />
      <Drafts title={t('counting.begun')} drafts={others} />
      <TextInput
        my="md"
        data-page-search
        aria-label={t('counting.find')}
        placeholder={t('counting.find')}
        leftSection={<IconSearch size={20} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // A scanner that writes into the field ends its code with Enter.
          const order = event.key === 'Enter' ? numbered(text) : undefined;
          if (order) void navigate(countingOf(order));
        }}
      />
      {orders.length === 0 ? (
        <EmptyState icon={IconTruckDelivery} title={t('counting.none')} body={t('counting.noneBody')}>
          <Button component={Link} to="/receiving" search={{ tab: 'new' } as never} variant="default">
            {t('counting.withoutPapers')}
          </Button>
        </EmptyState>
      ) : (
        <ul className={classes.orders} aria-label={t('counting.expected')}>
          {orders.map((order) => (
            <li key={order.id}>
              <Link
                className={classes.order}
                to="/counting/$draftId"
                params={{ draftId: uuidv7() }}
                search={{ order: order.id } as never}
              >
                <strong>{order.supplier_name}</strong>
                <span className="num">{order.number}</span>
                <span className={order.expected_on < today() ? classes.late : undefined}>
                  {t(order.expected_on < today() ? 'counting.late' : 'counting.due')} <Day value={order.expected_on} />
                </span>
                <span className={classes.what}>{order.lines.map((line) => line.item_name).join(' · ')}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Deliveries that were begun: those that this device counts go on; of others it shows what was saved. */
function Drafts({
  title,
  drafts,
  review = false,
}: {
  title: string;
  drafts: Schemas['ReceivingDraftRowOut'][];
  review?: boolean;
}) {
  if (drafts.length === 0) return null;
  return (
    <Panel title={title}>
      <ul className={classes.orders} aria-label={title}>
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Link
              className={classes.order}
              to="/counting/$draftId"
              params={{ draftId: draft.id }}
              search={
                {
                  order: draft.order_id ?? undefined,
                  review: review || !remembered(draft.id) ? '1' : undefined,
                } as never
              }
            >
              <strong>{draft.supplier_name}</strong>
              <span className="num">{draft.order_number ?? '—'}</span>
              <span>
                {draft.saved_by_name} · <Moment value={draft.saved_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
