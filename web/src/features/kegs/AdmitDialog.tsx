import { Group, Switch, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { CommandDialog } from '@/offline/CommandDialog';
import { parseDecimal } from '@/shared/format/decimal';
import { NumberField } from '@/shared/ui/NumberField';
import { readCode } from './scanning';

const codesOf = (text: string) => [...new Set(text.split(/[\s,;]+/).map(readCode))].filter(Boolean);

/** Kegs of others come to us: empty, to be washed and filled, or a guest's with its beer inside. */
export function AdmitDialog({ codes = [], onClose }: { codes?: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <CommandDialog
      title={t('admission.title')}
      lead={t('admission.lead')}
      act={t('admission.act')}
      done={t('admission.done')}
      initial={{
        codes: codes.join('\n'),
        full: false,
        beer_name: '',
        batch_number: '',
        best_before: null as string | null,
        volume_l: '',
        location: '',
      }}
      validate={{
        codes: (value) => (codesOf(value).length > 0 ? null : t('admission.codesMissing')),
        beer_name: (value, all) => (!all.full || value.trim().length >= 2 ? null : t('admission.beerMissing')),
        volume_l: (value, all) => (!all.full || !value || parseDecimal(value) ? null : t('ui.numberMissing')),
      }}
      onClose={onClose}
      send={(values, run) =>
        run({
          method: 'POST',
          path: '/v1/keg-admissions',
          label: t('admission.title'),
          body: {
            codes: codesOf(values.codes),
            content: values.full
              ? {
                  beer_name: values.beer_name.trim(),
                  batch_number: values.batch_number.trim() || null,
                  best_before: values.best_before,
                }
              : null,
            volume_l: values.full ? parseDecimal(values.volume_l) : null,
            happened_at: new Date().toISOString(),
            location: values.location.trim(),
            reason: '',
          },
        })
      }
    >
      {(form) => (
        <>
          <Textarea
            label={t('admission.codes')}
            description={t('admission.codesHint')}
            className="num"
            autosize
            minRows={2}
            maxRows={8}
            data-autofocus
            {...form.getInputProps('codes')}
          />
          <Switch
            label={t('admission.full')}
            description={t('admission.fullHint')}
            {...form.getInputProps('full', { type: 'checkbox' })}
          />
          {form.values.full && (
            <>
              <Group grow align="flex-start">
                <TextInput label={t('admission.beer')} {...form.getInputProps('beer_name')} />
                <TextInput
                  label={t('admission.theirBatch')}
                  placeholder={t('receiving.optional')}
                  {...form.getInputProps('batch_number')}
                />
              </Group>
              <Group grow align="flex-start">
                <NumberField
                  label={t('scan.litres')}
                  description={t('scan.litresHint')}
                  unit="L"
                  {...form.getInputProps('volume_l')}
                />
                <DateInput
                  label={t('scan.bestBefore')}
                  description={t('scan.bestBeforeHint')}
                  valueFormat="DD/MM/YYYY"
                  clearable
                  clearButtonProps={{ 'aria-label': t('ui.clear') }}
                  {...form.getInputProps('best_before')}
                />
              </Group>
            </>
          )}
          <TextInput
            label={t('kegs.place')}
            placeholder={t('receiving.optional')}
            {...form.getInputProps('location')}
          />
        </>
      )}
    </CommandDialog>
  );
}
