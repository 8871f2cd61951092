import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/contract';
import { useCommand } from '@/offline/useCommand';
import { compare, decimalOf, parseDecimal } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

type Limits = Schemas['RotationLimitsOut'];
const NAMES = ['very_fast', 'fast', 'medium', 'slow'] as const satisfies (keyof Limits)[];

/** From which index of thirty days on something counts as fast here. */
export function RotationLimitsDialog({ limits, onClose }: { limits: Limits; onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const [typed, setTyped] = useState(limits);
  const { run, busy, refusal } = useCommand(t('rotation.limitsSet'));
  const values = NAMES.map((name) => parseDecimal(typed[name]));
  const falling = values.every((value, at) => {
    const above = values[at - 1];
    return value !== null && (at === 0 || (above != null && compare(value, above) < 0));
  });

  async function keep() {
    const done = await run({
      method: 'PUT',
      path: '/v1/rotation-limits',
      body: {
        very_fast: decimalOf(typed.very_fast),
        fast: decimalOf(typed.fast),
        medium: decimalOf(typed.medium),
        slow: decimalOf(typed.slow),
      },
      label: t('rotation.limits'),
    });
    if (done) onClose();
  }

  return (
    <Modal opened onClose={onClose} title={t('rotation.limits')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="sm">
        <Text c="dimmed">{t('rotation.limitsBody')}</Text>
        {refusal && <ProblemPanel error={refusal} kept={t('problem.formKept')} />}
        {NAMES.map((name) => (
          <NumberField
            key={name}
            label={t('rotation.limitFrom', { name: w('rotationClasses', name.toUpperCase()) })}
            unit={t('rotation.turns')}
            value={typed[name]}
            onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
          />
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.back')}
          </Button>
          <Button loading={busy} disabled={!falling} onClick={() => void keep()}>
            {t('rotation.limitsKeep')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
