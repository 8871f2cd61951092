import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useCommand } from '@/offline/useCommand';
import { compare } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import classes from './Packaging.module.css';

/** Which tank is packaged: those with beer, big enough for a wet finger. */
export function OpenRunDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const plant = useQuery(question('production', '/v1/vessels'));
  const full = (plant.data?.vessels ?? []).filter((vessel) => compare(vessel.volume_l, '0') > 0);
  const { run, busy, refusal } = useCommand(t('packaging.openedDone'), onClose);

  async function open(vessel: (typeof full)[number]) {
    const opened = await run({
      method: 'POST',
      path: '/v1/packaging-runs',
      body: { vessel_id: vessel.id },
      label: t('packaging.opening', { code: vessel.code }),
    });
    if (opened) await navigate({ to: '/packaging/$runId', params: { runId: opened.id } });
  }

  return (
    <Modal opened onClose={onClose} title={t('packaging.openTitle')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="sm">
        <Text>{t('packaging.openBody')}</Text>
        {refusal && <ProblemPanel error={refusal} unplaced={[]} />}
        {plant.data && full.length === 0 && <Text>{t('packaging.noBeer')}</Text>}
        <div className={classes.acts}>
          {full.map((vessel) => (
            <Button
              key={vessel.id}
              className={classes.act}
              variant="default"
              disabled={busy}
              onClick={() => void open(vessel)}
            >
              {vessel.code} · {formatQuantity(vessel.volume_l, 'L')}
            </Button>
          ))}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.back')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
