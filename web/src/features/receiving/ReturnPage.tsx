import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconCheck, IconFileMinus, IconLock, IconPackageExport, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { parseDecimal } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { Moves } from '@/shared/ui/Moves';
import { NumberField } from '@/shared/ui/NumberField';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel, Trouble } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Moment, Money, Quantity } from '@/shared/ui/values';

const ICONS = { approve: IconCheck, ship: IconPackageExport, credit: IconFileMinus, close: IconLock, cancel: IconX };
const NEEDS = {
  approve: 'purchasing.returns.approve',
  ship: 'purchasing.goods.send_back',
  credit: 'purchasing.returns.credit',
  close: 'purchasing.returns.credit',
  cancel: 'purchasing.returns.approve',
} as const;

/** One return: what goes back, where it stands, and what may be done now. */
export function ReturnPage() {
  const { t } = useTranslation();
  const { returnId } = useParams({ from: '/supplier-returns/$returnId' });
  const may = useMay();
  const found = useQuery({
    ...question('purchasing', '/v1/supplier-returns/{return_id}', { at: { return_id: returnId } }),
    refetchInterval: ({ state }) => (state.data?.state === 'SHIPPING' ? 1_500 : false),
  });
  const [asking, setAsking] = useState<'cancel' | 'credit' | null>(null);
  const [note, setNote] = useState({ number: '', net: '', vat: '', ieps: '' });
  const { run, busy, refusal } = useCommand();
  if (found.error) return <ProblemPanel error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <PageSkeleton />;
  const one = found.data;
  const at = { return_id: returnId };

  async function move(name: keyof typeof ICONS) {
    const label = `${t(`supplierReturn.move.${name}`)} ${one.number}`;
    if (name === 'cancel') setAsking('cancel');
    else if (name === 'credit') {
      setNote({ number: '', net: one.net, vat: one.vat, ieps: one.ieps });
      setAsking('credit');
    } else if (name === 'approve')
      await run({ method: 'POST', path: '/v1/supplier-returns/{return_id}/approvals', at, label });
    else if (name === 'ship')
      await run({ method: 'POST', path: '/v1/supplier-returns/{return_id}/shipments', at, label });
    else await run({ method: 'POST', path: '/v1/supplier-returns/{return_id}/closings', at, label });
  }

  return (
    <>
      <PageHeader
        title={t(one.kind === 'RETURN' ? 'supplierReturn.one' : 'supplierReturn.oneCorrection', { number: one.number })}
        eyebrow={<Link to="/supplier-returns">{t('supplierReturn.title')}</Link>}
      />
      <Stack gap="md">
        {refusal && <ProblemPanel error={refusal} />}
        <Moves
          busy={busy}
          moves={one.moves
            .filter((name) => may(NEEDS[name]))
            .map((name) => ({
              name,
              label: t(`supplierReturn.move.${name}`),
              icon: ICONS[name],
              allowed: true,
              main: name !== 'cancel',
              onMove: () => void move(name),
            }))}
        />
        {one.missing.length > 0 && (
          <Trouble icon={IconX} title={t('supplierReturn.missing')}>
            <ul>
              {one.missing.map((each) => (
                <li key={each.lot_id}>
                  {t('supplierReturn.missingLine', {
                    lot: `${each.lot_code} ${each.item_name}`,
                    wanted: formatQuantity(each.wanted, each.unit),
                    left: formatQuantity(each.remaining, each.unit),
                  })}
                </li>
              ))}
            </ul>
          </Trouble>
        )}
        {asking === 'credit' && (
          <Panel title={t('supplierReturn.move.credit')}>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                setAsking(null);
                void run({
                  method: 'POST',
                  path: '/v1/supplier-returns/{return_id}/credits',
                  at,
                  label: note.number,
                  body: {
                    number: note.number.trim(),
                    net: parseDecimal(note.net) ?? '0',
                    vat: parseDecimal(note.vat) ?? '0',
                    ieps: parseDecimal(note.ieps) ?? '0',
                  },
                });
              }}
            >
              <Group align="end">
                <TextInput
                  label={t('supplierReturn.noteNumber')}
                  value={note.number}
                  onChange={(event) => {
                    const number = event.currentTarget.value;
                    setNote((before) => ({ ...before, number }));
                  }}
                />
                {(['net', 'vat', 'ieps'] as const).map((name) => (
                  <NumberField
                    key={name}
                    label={t(`supplierReturn.${name}`)}
                    unit="$"
                    value={note[name]}
                    onChange={(value) => setNote((before) => ({ ...before, [name]: value }))}
                  />
                ))}
                <Button type="submit" disabled={note.number.trim() === ''}>
                  {t('supplierReturn.move.credit')}
                </Button>
              </Group>
            </form>
          </Panel>
        )}
        <Panel>
          <Facts
            facts={[
              [t('supplierReturn.state'), t(`supplierReturn.states.${one.state}`)],
              [t('receiving.supplier'), one.supplier_name],
              [
                t('goodsReceipt.number'),
                <Link key="receipt" to="/goods-receipts/$receiptId" params={{ receiptId: one.receipt_id }}>
                  {one.receipt_number}
                </Link>,
              ],
              [t('supplierReturn.reason'), one.reason],
              [t('supplierReturn.total'), <Money key="total" value={one.total} />],
              [t('supplierReturn.credit'), one.credit_note_number ?? '—'],
              ...one.lines.map(
                (line) =>
                  [
                    line.item_name,
                    <span key={line.line_id}>
                      <Quantity value={line.quantity} unit={line.unit} /> · {line.lot_code ?? '—'}
                    </span>,
                  ] as [string, React.ReactNode],
              ),
            ]}
          />
        </Panel>
        <Panel title={t('supplierReturn.history')}>
          <ul>
            {one.events.map((event) => (
              <li key={event.at + event.what}>
                <Moment value={event.at} /> ·{' '}
                {t(`supplierReturn.event.${event.what}` as 'supplierReturn.event.created')} · {event.by_name}{' '}
                {event.detail}
              </li>
            ))}
          </ul>
        </Panel>
      </Stack>
      <ReasonDialog
        opened={asking === 'cancel'}
        title={t('supplierReturn.move.cancel')}
        body={t('supplierReturn.cancelBody')}
        act={t('supplierReturn.move.cancel')}
        busy={busy}
        onClose={() => setAsking(null)}
        onReason={(reason) => {
          setAsking(null);
          void run({
            method: 'POST',
            path: '/v1/supplier-returns/{return_id}/cancellations',
            at,
            label: one.number,
            body: { reason },
          });
        }}
      />
    </>
  );
}
