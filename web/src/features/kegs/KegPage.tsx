import { Button, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsSplit, IconBarrel, IconPackageImport, IconPencil, IconQrcode } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Keg, KegEvent, KegFill } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { formatCount, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Facts, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Timeline } from '@/shared/ui/Timeline';
import { Day, Moment, Quantity } from '@/shared/ui/values';
import { AdmitDialog } from './AdmitDialog';
import { CorrectDialog } from './CorrectDialog';
import { KegBadge } from './KegBadge';
import classes from './Kegs.module.css';
import { LabelDialog } from './LabelDialog';
import { TransferDialog } from './TransferDialog';
import { MODES, moveIcon } from './words';

/** One keg: where it is and what may be done with it; what is inside; its whole life. */
export function KegPage() {
  const { t } = useTranslation();
  const w = useWord();
  const { kegId } = useParams({ from: '/kegs/$kegId' });
  const keg = useQuery(question('inventory', '/v1/kegs/{keg_id}', { at: { keg_id: kegId } }));
  const events = useInfiniteQuery(pages('inventory', '/v1/keg-events', { keg_id: kegId }));
  const fills = useInfiniteQuery(pages('inventory', '/v1/keg-fills', { keg_id: kegId }));
  const [labelling, label] = useDisclosure(false);
  const [correcting, correct] = useDisclosure(false);
  const may = useMay();
  if (keg.error) return <ProblemPanel error={keg.error} retry={() => void keg.refetch()} />;
  if (!keg.data) return <PageSkeleton />;
  const one = keg.data;
  return (
    <>
      <PageHeader
        title={one.serial}
        eyebrow={
          <>
            <Link to="/kegs">{t('kegs.title')}</Link> · <span className="num">{one.code}</span>
          </>
        }
        badge={<KegBadge state={one.state} />}
      >
        {one.content && may('traceability.graph.read') && (
          <Link to="/tracing/$kind/$nodeId" params={{ kind: 'KEG_FILL', nodeId: one.content.fill_id }}>
            {t('tracing.trace')}
          </Link>
        )}
        <Button variant="default" leftSection={<IconQrcode size={20} aria-hidden />} onClick={label.open}>
          {t('kegs.label')}
        </Button>
        {may('inventory.kegs.register') && (
          <Button variant="default" leftSection={<IconPencil size={20} aria-hidden />} onClick={correct.open}>
            {t('kegs.correct')}
          </Button>
        )}
      </PageHeader>
      <div className={classes.stack}>
        <Panel>
          <KegFacts keg={one} />
          <KegMoves keg={one} />
        </Panel>
        <div className={classes.cols}>
          <Panel title={t('kegs.fills')} flush>
            <List
              bare
              name={t('kegs.fills')}
              answer={fills}
              columns={fillColumns(t)}
              rowId={(row) => row.id}
              empty={{ icon: IconBarrel, title: t('kegs.noFills'), body: t('kegs.noFillsBody') }}
            />
          </Panel>
          <Panel title={t('kegs.life')}>
            {events.error && <ProblemPanel error={events.error} retry={() => void events.refetch()} />}
            <Timeline
              happenings={(events.data ?? []).map((event) => ({
                at: event.happened_at,
                by: event.by_name,
                what: (
                  <>
                    <strong>{w('kegHistory', event.kind)}</strong> <Said event={event} />
                  </>
                ),
              }))}
            />
            {events.hasNextPage && (
              <Button variant="default" onClick={() => void events.fetchNextPage()}>
                {t('ui.more')}
              </Button>
            )}
          </Panel>
        </div>
      </div>
      {labelling && <LabelDialog kegs={[one]} onClose={label.close} />}
      {correcting && <CorrectDialog keg={one} onClose={correct.close} />}
    </>
  );
}

function KegFacts({ keg }: { keg: Keg }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const { run, busy, refusal } = useCommand(t('kegs.corrected'));
  const content = keg.content;
  return (
    <>
      {refusal && <ProblemPanel error={refusal} />}
      <Facts
        facts={[
          [t('kegs.size'), <Quantity key="size" value={keg.size_l} unit="L" />],
          [
            t('kegs.content'),
            content ? (
              <span key="content">
                {content.beer_name} <span className="num quiet">{content.batch_number}</span>
                <br />
                <Quantity value={content.volume_l} unit="L" />
              </span>
            ) : (
              '—'
            ),
          ],
          [t('kegs.bestBefore'), <Day key="best" value={content?.best_before} />],
          [t('kegs.client'), keg.client_name ?? '—'],
          [t('kegs.place'), keg.location || '—'],
          [
            t('kegs.days'),
            <span key="days" className="num">
              {formatCount(keg.days_in_state)}
            </span>,
          ],
          [
            t('kegs.cycles'),
            <span key="cycles" className="num">
              {formatCount(keg.cycle_count)}
            </span>,
          ],
          [t('kegs.washed'), <Moment key="washed" value={keg.last_washed_at} />],
          [
            t('kegs.kind'),
            [w('kegTypes', keg.keg_type), w('kegOwners', keg.ownership), keg.owner_name].filter(Boolean).join(' · '),
          ],
          [t('kegs.tare'), <Quantity key="tare" value={keg.tare_kg} unit="kg" />],
          [
            t('kegs.rfid'),
            <span key="rfid" className="num">
              {keg.rfid_tag ?? '—'}
            </span>,
          ],
          [t('kegs.notes'), keg.notes || '—'],
          [
            t('kegs.maintenance'),
            <Switch
              key="maintenance"
              aria-label={t('kegs.maintenance')}
              checked={keg.needs_maintenance}
              disabled={busy || !may('inventory.kegs.register')}
              onChange={(event) =>
                void run({
                  method: 'PATCH',
                  path: '/v1/kegs/{keg_id}',
                  at: { keg_id: keg.id },
                  body: { needs_maintenance: event.currentTarget.checked },
                  label: t('kegs.correcting', { serial: keg.serial }),
                })
              }
            />,
          ],
        ]}
      />
    </>
  );
}

/** What may be done with the keg now; each opens the scanner with this keg on its list. */
function KegMoves({ keg }: { keg: Keg }) {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const [racking, rack] = useDisclosure(false);
  const [admitting, admit] = useDisclosure(false);
  const moves = MODES.filter((each) => may(each.needs) && keg.allowed.includes(each.mode));
  const mayRack = may('inventory.kegs.fill') && keg.allowed.includes('TRANSFER_OUT');
  const mayAdmit = may('inventory.kegs.register') && keg.allowed.includes('ADMIT');
  if (moves.length === 0 && !mayAdmit) return <p className="quiet">{t('kegs.noMoves')}</p>;
  return (
    <div className={classes.moves}>
      {moves.map((each, index) => {
        const Sign = moveIcon(each.mode);
        return (
          <Button
            key={each.mode}
            component={Link}
            to="/kegs/scan"
            search={{ mode: each.mode, code: keg.code } as never}
            variant={index === 0 && each.daily ? 'filled' : 'default'}
            leftSection={<Sign size={20} aria-hidden />}
          >
            {w('kegMoves', each.mode)}
          </Button>
        );
      })}
      {mayRack && (
        <Button variant="default" leftSection={<IconArrowsSplit size={20} aria-hidden />} onClick={rack.open}>
          {t('transfer.act')}
        </Button>
      )}
      {mayAdmit && (
        <Button leftSection={<IconPackageImport size={20} aria-hidden />} onClick={admit.open}>
          {w('kegMoves', 'ADMIT')}
        </Button>
      )}
      {racking && <TransferDialog keg={keg} onClose={rack.close} />}
      {admitting && <AdmitDialog codes={[keg.serial]} onClose={admit.close} />}
    </div>
  );
}

/** What the move was about: the beer, the client, litres, the reason. */
function Said({ event }: { event: KegEvent }) {
  const parts = [
    event.beer_name && `${event.beer_name} ${event.batch_number ?? ''}`.trim(),
    event.client_name,
    event.location !== event.client_name && event.location,
    event.litres && formatQuantity(event.litres, 'L'),
    event.reason,
  ].filter(Boolean);
  return <span className="quiet">{parts.join(' · ')}</span>;
}

function fillColumns(t: TFunction): Column<KegFill>[] {
  return [
    { id: 'at', title: t('kegs.filled'), cell: (row) => <Day value={row.filled_at} /> },
    { id: 'beer', title: t('kegs.content'), cell: (row) => row.beer_name },
    { id: 'batch', title: t('kegs.batch'), cell: (row) => <span className="num">{row.batch_number ?? '—'}</span> },
    { id: 'litres', title: t('kegs.litres'), cell: (row) => <Quantity value={row.volume_l} unit="L" />, numeric: true },
    { id: 'client', title: t('kegs.client'), cell: (row) => row.received_by ?? '—' },
  ];
}
