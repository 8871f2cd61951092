import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Setup } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import { useFieldErrors } from '@/shared/ui/form';
import { initials } from '@/shared/ui/initials';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import classes from './Entrance.module.css';

/** Name and password; in the demo, everybody of the brewery is one tap away. */
export function PasswordForm({ setup, onPin }: { setup: Setup; onPin: (() => void) | undefined }) {
  const { t } = useTranslation();
  const w = useWord();
  const form = useForm({
    initialValues: { username: '', password: '' },
    validate: {
      username: (value) => (value.trim() ? null : t('entrance.usernameMissing')),
      password: (value) => (value ? null : t('entrance.passwordMissing')),
    },
  });
  const { run, busy, refusal } = useCommand();
  const unplaced = useFieldErrors(form, refusal);

  const enter = (body: { username: string; password: string }) =>
    run({ method: 'POST', path: '/v1/sessions', body, label: t('entrance.enter'), secret: true });

  return (
    <div className={setup.demo ? classes.two : undefined}>
      <form
        className={classes.card}
        style={{ maxWidth: 440 }}
        onSubmit={form.onSubmit((body) => void enter({ ...body, username: body.username.trim() }))}
        noValidate
      >
        <h1>{t('entrance.title')}</h1>
        <p className={classes.lead}>{t('entrance.lead')}</p>
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} />}
          <TextInput
            label={t('entrance.username')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...form.getInputProps('username')}
          />
          <PasswordInput
            label={t('entrance.password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('entrance.show') }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={busy} mt={4}>
            {t('entrance.enter')}
          </Button>
          {onPin && (
            <Button variant="default" onClick={onPin}>
              {t('entrance.byPin')}
            </Button>
          )}
        </Stack>
      </form>
      {setup.demo && (
        <section className={classes.card} aria-label={t('entrance.demoTitle')}>
          <h2 style={{ margin: 0, fontSize: '1.25rem', fontWeight: 660 }}>{t('entrance.demoTitle')}</h2>
          <p className={classes.lead}>{t('entrance.demoLead')}</p>
          <ul className={classes.accounts}>
            {setup.demo_accounts.map((account) => (
              <li key={account.username}>
                <button
                  type="button"
                  className={classes.account}
                  disabled={busy}
                  onClick={() => void enter({ username: account.username, password: account.password })}
                >
                  <span className={classes.face} aria-hidden="true">
                    {initials(account.display_name)}
                  </span>
                  <strong>{account.display_name}</strong>
                  <small>{w('roles', account.role)}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
