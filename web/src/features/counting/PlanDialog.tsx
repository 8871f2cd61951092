import { Button, Group, Modal, SegmentedControl, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useLocations } from '@/api/locations';
import { useCommand } from '@/offline/useCommand';
import { today } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

const SCOPES = ['ALL', 'CATEGORY', 'LOCATION', 'MOVED'] as const;
type Scope = (typeof SCOPES)[number];

/** Says what will be counted, and whether the counters see the books. */
export function PlanDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const w = useWord();
  const navigate = useNavigate();
  const [scope, setScope] = useState<Scope>('ALL');
  const [id, setId] = useState<string | null>(null);
  const [since, setSince] = useState(today());
  const [blind, setBlind] = useState(true);
  const [note, setNote] = useState('');
  const { run, busy, refusal } = useCommand(t('counts.planned'), onClose);
  const places = useLocations(scope === 'LOCATION');
  const categories = useQuery({ ...question('inventory', '/v1/item-categories'), enabled: scope === 'CATEGORY' });
  const needsId = scope === 'CATEGORY' || scope === 'LOCATION';
  const options =
    scope === 'LOCATION'
      ? places.options
      : (categories.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }));

  async function plan() {
    const planned = await run({
      method: 'POST',
      path: '/v1/stock-counts',
      label: t('counts.plan'),
      body: {
        scope,
        ids: needsId && id ? [id] : [],
        moved_since: scope === 'MOVED' ? since : null,
        blind,
        note: note.trim(),
      },
    });
    if (planned) await navigate({ to: '/counts/$countId', params: { countId: planned.id } });
  }

  return (
    <Modal opened onClose={onClose} title={t('counts.plan')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void plan();
        }}
      >
        <Stack gap="md">
          <SegmentedControl
            fullWidth
            aria-label={t('counts.scope')}
            value={scope}
            onChange={(value) => {
              setScope(value as Scope);
              setId(null);
            }}
            data={SCOPES.map((one) => ({ value: one, label: w('countScopes', one) }))}
          />
          {needsId && (
            <Select
              label={w('countScopes', scope)}
              required
              searchable
              value={id}
              onChange={setId}
              data={options}
              nothingFoundMessage={t('ui.noneMatch')}
            />
          )}
          {scope === 'MOVED' && (
            <TextInput
              type="date"
              label={t('counts.since')}
              required
              value={since}
              onChange={(event) => setSince(event.currentTarget.value)}
            />
          )}
          <Switch
            label={t('counts.blind')}
            description={t('counts.blindBody')}
            checked={blind}
            onChange={(event) => setBlind(event.currentTarget.checked)}
          />
          <TextInput
            label={t('counts.note')}
            maxLength={120}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {refusal && <ProblemPanel error={refusal} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy} disabled={needsId && !id}>
              {t('counts.doPlan')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
