import { SegmentedControl, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { Item } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

/** Which lot of an item goes first: the oldest, or the one that expires soonest. */
export function DrawPolicy({ item }: { item: Item }) {
  const { t } = useTranslation();
  const may = useMay();
  const { run, busy, refusal } = useCommand(t('policy.saved'));
  return (
    <Panel title={t('policy.title')}>
      {refusal && <ProblemPanel error={refusal} />}
      <SegmentedControl
        aria-label={t('policy.title')}
        disabled={busy || !may('inventory.items.edit')}
        value={item.draw_policy}
        onChange={(value) =>
          void run({
            method: 'PUT',
            path: '/v1/items/{item_id}/draw-policy',
            at: { item_id: item.id },
            body: { draw_policy: value as Item['draw_policy'] },
            label: t('policy.saving', { name: item.name }),
          })
        }
        data={[
          { value: 'FIFO', label: t('policy.FIFO') },
          { value: 'FEFO', label: t('policy.FEFO') },
        ]}
      />
      <Text size="sm" c="dimmed" mt={6}>
        {item.draw_policy === 'FEFO' ? t('policy.fefoHint') : t('policy.fifoHint')}
      </Text>
    </Panel>
  );
}
