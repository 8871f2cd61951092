import { Group, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Keg } from '@/api/wire';
import { CommandDialog } from '@/offline/CommandDialog';
import { parseDecimal } from '@/shared/format/decimal';
import { NumberField } from '@/shared/ui/NumberField';

/** What is known of a keg besides its moves: its tag, what it weighs empty, and what somebody noticed. */
export function CorrectDialog({ keg, onClose }: { keg: Keg; onClose: () => void }) {
  const { t } = useTranslation();
  const title = t('kegs.correcting', { serial: keg.serial });
  return (
    <CommandDialog
      title={title}
      act={t('items.saveChanges')}
      done={t('kegs.corrected')}
      initial={{ rfid_tag: keg.rfid_tag ?? '', tare_kg: keg.tare_kg ?? '', notes: keg.notes }}
      validate={{
        rfid_tag: (value) => (!value.trim() || value.trim().length >= 4 ? null : t('kegs.rfidShort')),
        tare_kg: (value) =>
          parseDecimal(value) || (!value.trim() && keg.tare_kg === null) ? null : t('ui.numberMissing'),
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'PATCH',
          path: '/v1/kegs/{keg_id}',
          at: { keg_id: keg.id },
          body: {
            rfid_tag: values.rfid_tag.trim(),
            tare_kg: parseDecimal(values.tare_kg),
            notes: values.notes.trim(),
          },
          label: title,
        })
      }
    >
      {(form) => (
        <>
          <Group grow align="flex-start">
            <NumberField
              label={t('kegs.tare')}
              description={t('kegs.tareHint')}
              unit="kg"
              data-autofocus
              {...form.getInputProps('tare_kg')}
            />
            <TextInput
              label={t('kegs.rfid')}
              description={t('kegs.rfidHint')}
              autoComplete="off"
              {...form.getInputProps('rfid_tag')}
            />
          </Group>
          <Textarea label={t('kegs.notes')} autosize minRows={2} maxLength={500} {...form.getInputProps('notes')} />
        </>
      )}
    </CommandDialog>
  );
}
