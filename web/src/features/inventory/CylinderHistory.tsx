import { ActionIcon, Button, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import type { Cylinder, GasEvent } from '@/api/wire';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { Timeline } from '@/shared/ui/Timeline';

/** Everything that happened to a cylinder, for whoever may see it. */
export function CylinderHistory({ cylinder }: { cylinder: Cylinder }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionIcon variant="default" size="lg" aria-label={t('gases.historyOf', { code: cylinder.code })} onClick={open}>
        <IconHistory size={18} aria-hidden />
      </ActionIcon>
      <Modal
        opened={opened}
        onClose={close}
        title={t('gases.historyOf', { code: cylinder.code })}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Events cylinder={cylinder} />
      </Modal>
    </>
  );
}

function Events({ cylinder }: { cylinder: Cylinder }) {
  const { t } = useTranslation();
  const w = useWord();
  const events = useInfiniteQuery(
    pages('inventory', `/v1/gas-cylinders/${cylinder.id}/events` as '/v1/gas-cylinders/{cylinder_id}/events'),
  );
  if (events.isPending) return <RowsSkeleton />;
  if (events.error) return <ProblemPanel error={events.error} retry={() => void events.refetch()} />;
  return (
    <Stack gap="sm">
      <Timeline
        happenings={events.data.map((event) => ({
          at: event.happened_at,
          what: (
            <>
              <strong>{w('gasEvents', event.kind)}</strong> <Said event={event} unit={cylinder.unit} />
            </>
          ),
        }))}
      />
      {events.hasNextPage && (
        <Button variant="default" onClick={() => void events.fetchNextPage()}>
          {t('ui.more')}
        </Button>
      )}
    </Stack>
  );
}

/** What for and how much, for which beer, and what was left then. */
function Said({ event, unit }: { event: GasEvent; unit: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const moved = event.kind === 'USE' || event.kind === 'REFILL' || event.kind === 'RETURN';
  const parts = [
    event.purpose && w('gasPurposes', event.purpose),
    moved && formatQuantity(event.amount, unit),
    event.batch_number,
    event.note,
    t('gases.left', { left: formatQuantity(event.level_after, unit) }),
  ].filter(Boolean);
  return <span className="quiet">{parts.join(' · ')}</span>;
}
