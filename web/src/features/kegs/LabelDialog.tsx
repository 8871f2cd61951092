import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '@/api/client';
import type { Keg } from '@/api/wire';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';

/** Labels as a PDF in a tab of its own: those of the list behind, or a range of serials. */
export function LabelDialog({ kegs, onClose }: { kegs: readonly Pick<Keg, 'id'>[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [which, setWhich] = useState(kegs.length > 0 ? 'list' : 'range');
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const [paper, setPaper] = useState('LETTER');
  const [skip, setSkip] = useState('0');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Error | null>(null);

  async function print() {
    setBusy(true);
    setRefusal(null);
    // Opened before the answer: a tab that opens later is a pop-up to the browser.
    const tab = globalThis.open('', '_blank');
    try {
      const chosen =
        which === 'list'
          ? { keg_ids: kegs.slice(0, 500).map((keg) => keg.id) }
          : { first_serial: first, last_serial: last };
      const answer = await request('/v1/keg-label-sheets', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/pdf' },
        body: JSON.stringify({ ...chosen, paper, skip: Number(skip) || 0 }),
      });
      const address = URL.createObjectURL(await answer.blob());
      if (tab) tab.location.href = address;
      onClose();
    } catch (error) {
      tab?.close();
      setRefusal(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={t('kegs.labels')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="sm">
        <Text c="dimmed">{t('kegs.labelsLead')}</Text>
        {refusal && <ProblemPanel error={refusal} />}
        <SegmentedControl
          aria-label={t('kegs.labels')}
          fullWidth
          value={which}
          onChange={setWhich}
          data={[
            { value: 'list', label: t('kegs.ofList', { count: Math.min(500, kegs.length) }), disabled: !kegs.length },
            { value: 'range', label: t('kegs.ofRange') },
          ]}
        />
        {which === 'range' && (
          <Group grow>
            <TextInput
              label={t('kegs.firstSerial')}
              value={first}
              onChange={(event) => setFirst(event.currentTarget.value)}
            />
            <TextInput
              label={t('kegs.lastSerial')}
              value={last}
              onChange={(event) => setLast(event.currentTarget.value)}
            />
          </Group>
        )}
        <Group grow>
          <Select
            label={t('kegs.paper')}
            allowDeselect={false}
            value={paper}
            onChange={(value) => setPaper(value ?? 'LETTER')}
            data={[
              { value: 'LETTER', label: t('kegs.letter') },
              { value: 'A4', label: t('kegs.a4') },
            ]}
          />
          <Select
            label={t('kegs.skip')}
            allowDeselect={false}
            value={skip}
            onChange={(value) => setSkip(value ?? '0')}
            data={Array.from({ length: 20 }, (_, used) => String(used))}
          />
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.back')}
          </Button>
          <Button
            leftSection={<IconPrinter size={20} aria-hidden />}
            loading={busy}
            disabled={which === 'range' && !first.trim()}
            onClick={() => void print()}
          >
            {t('kegs.print')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
