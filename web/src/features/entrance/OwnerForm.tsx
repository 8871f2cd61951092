import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useCommand } from '@/offline/useCommand';
import { useFieldErrors } from '@/shared/ui/form';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import classes from './Entrance.module.css';

/** The first start outside the demo: there is no default password, so the owner brings the code that the server printed. */
export function OwnerForm() {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { setup_code: '', display_name: '', username: '', password: '', again: '' },
    validate: {
      setup_code: (value) => (value.trim() ? null : t('setup.codeMissing')),
      display_name: (value) => (value.trim().length >= 2 ? null : t('setup.nameMissing')),
      username: (value) => (value.trim() ? null : t('entrance.usernameMissing')),
      password: (value) => (value ? null : t('entrance.passwordMissing')),
      again: (value, values) => (value === values.password ? null : t('setup.differ')),
    },
  });
  const { run, busy, refusal } = useCommand(t('setup.done'));
  const unplaced = useFieldErrors(form, refusal);

  async function create({ again: _again, ...body }: typeof form.values) {
    // The answer lets them in: the next page is the house itself.
    await run({ method: 'POST', path: '/v1/setup', body, label: t('setup.title'), secret: true });
  }

  return (
    <form
      className={classes.card}
      style={{ maxWidth: 520 }}
      onSubmit={form.onSubmit((values) => void create(values))}
      noValidate
    >
      <h1>{t('setup.title')}</h1>
      <p className={classes.lead}>{t('setup.lead')}</p>
      <Stack gap="sm">
        {refusal && <ProblemPanel error={refusal} unplaced={unplaced} />}
        <TextInput
          label={t('setup.code')}
          description={t('setup.codeHint')}
          autoFocus
          autoComplete="off"
          {...form.getInputProps('setup_code')}
        />
        <TextInput label={t('setup.name')} autoComplete="name" {...form.getInputProps('display_name')} />
        <TextInput
          label={t('entrance.username')}
          autoComplete="username"
          autoCapitalize="none"
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label={t('entrance.password')}
          description={t('setup.passwordHint')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('entrance.show') }}
          {...form.getInputProps('password')}
        />
        <PasswordInput
          label={t('setup.again')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('entrance.show') }}
          {...form.getInputProps('again')}
        />
        <Button type="submit" loading={busy} mt={4}>
          {t('setup.create')}
        </Button>
      </Stack>
    </form>
  );
}
