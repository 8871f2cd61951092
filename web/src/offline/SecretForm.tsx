import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useFieldErrors } from '@/shared/ui/form';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useCommand } from './useCommand';

/** A new password or PIN for somebody; one's own password asks for the present one. Never kept on the device. */
export function SecretForm({
  personId,
  kind,
  own,
  onDone,
}: {
  personId: string;
  kind: 'password' | 'pin';
  own: boolean;
  onDone?: () => void;
}) {
  const { t } = useTranslation();
  const pin = kind === 'pin';
  const form = useForm({
    initialValues: { current_password: '', new_password: '', pin: '' },
    validate: {
      current_password: (value) => (pin || !own || value ? null : t('secret.currentMissing')),
      new_password: (value) => (pin || value ? null : t('entrance.passwordMissing')),
      pin: (value) => (!pin || /^\d{4,8}$/.test(value) ? null : t('secret.pinWrong')),
    },
  });
  const { run, busy, refusal } = useCommand(t(pin ? 'secret.pinDone' : 'secret.passwordDone'));
  const unplaced = useFieldErrors(form, refusal);
  const show = { 'aria-label': t('entrance.show') };

  async function save(values: typeof form.values) {
    const how = { method: 'PUT', at: { person_id: personId }, secret: true, label: t(`secret.${kind}`) } as const;
    const done = pin
      ? await run({ ...how, path: '/v1/people/{person_id}/pin', body: { pin: values.pin } })
      : await run({
          ...how,
          path: '/v1/people/{person_id}/password',
          body: { new_password: values.new_password, ...(own ? { current_password: values.current_password } : {}) },
        });
    if (!done) return;
    form.reset();
    onDone?.();
  }

  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <Stack gap="sm" maw={420}>
        {refusal && <ProblemPanel error={refusal} unplaced={unplaced} />}
        {pin ? (
          <PasswordInput
            label={t('secret.newPin')}
            description={t('secret.pinHint')}
            inputMode="numeric"
            maxLength={8}
            autoComplete="off"
            visibilityToggleButtonProps={show}
            {...form.getInputProps('pin')}
          />
        ) : (
          <>
            {own && (
              <PasswordInput
                label={t('secret.current')}
                autoComplete="current-password"
                visibilityToggleButtonProps={show}
                {...form.getInputProps('current_password')}
              />
            )}
            <PasswordInput
              label={t('secret.newPassword')}
              description={t('setup.passwordHint')}
              autoComplete="new-password"
              visibilityToggleButtonProps={show}
              {...form.getInputProps('new_password')}
            />
          </>
        )}
        <Group>
          <Button type="submit" loading={busy}>
            {t(`secret.${kind}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
