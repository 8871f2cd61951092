import { Button, Checkbox, Group, Menu, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import {
  IconCircleCheck,
  IconDeviceTablet,
  IconDots,
  IconKey,
  IconPlugConnected,
  IconPlus,
  IconPointFilled,
  IconUserOff,
  IconUsers,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay, useSession } from '@/api/session';
import type { Person, Role } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { useFieldErrors } from '@/shared/ui/form';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { ReasonDialog } from '@/shared/ui/ReasonDialog';
import { StateBadge } from '@/shared/ui/StateBadge';
import { useUrl } from '@/shared/ui/url';
import { DeviceDialog } from './DeviceDialog';
import { ProgramKeyDialog } from './ProgramKeyDialog';
import { SecretDialog } from './SecretDialog';

const ROLES: Role[] = [
  'owner',
  'manager',
  'brewer',
  'cellar',
  'warehouse',
  'sales',
  'driver',
  'waiter',
  'bartender',
  'cook',
  'accountant',
  'auditor',
];

/** Who works here and as what. */
export function PeoplePage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url] = useUrl();
  const may = useMay();
  const mine = useSession().person.id;
  const [adding, add] = useDisclosure(false);
  const [sharing, share] = useDisclosure(false);
  const [roles, setRoles] = useState<Person | null>(null);
  const [secret, setSecret] = useState<{ person: Person; kind: 'password' | 'pin' } | null>(null);
  const people = useInfiniteQuery(pages('security', '/v1/people', { q: url.q }));
  const leave = useCommand(t('people.deactivated'));
  const [program, setProgram] = useState<Person | null>(null);
  const [leaving, setLeaving] = useState<Person | null>(null);
  const manage = may('security.people.manage');
  const columns: Column<Person>[] = [
    {
      id: 'name',
      title: t('people.name'),
      cell: (row) => <strong style={{ fontWeight: 620 }}>{row.display_name}</strong>,
      csv: (row) => row.display_name,
      order: (a, b) => a.display_name.localeCompare(b.display_name, 'es'),
    },
    {
      id: 'username',
      title: t('entrance.username'),
      cell: (row) => row.username,
      csv: (row) => row.username,
      wide: true,
    },
    {
      id: 'roles',
      title: t('people.roles'),
      cell: (row) => row.roles.map((role) => w('roles', role)).join(', '),
      csv: (row) => row.roles.join(' '),
    },
    {
      id: 'pin',
      title: t('people.pin'),
      cell: (row) => t(row.has_pin ? 'ui.yes' : 'ui.no'),
      csv: (row) => String(row.has_pin),
      wide: true,
    },
    {
      id: 'active',
      title: t('people.state'),
      csv: (row) => String(row.active),
      wide: true,
      cell: (row) =>
        row.active ? (
          <StateBadge tone="well" icon={IconCircleCheck}>
            {t('people.active')}
          </StateBadge>
        ) : (
          <StateBadge tone="quiet" icon={IconPointFilled}>
            {t('people.gone')}
          </StateBadge>
        ),
    },
  ];
  if (manage) {
    columns.push({
      id: 'acts',
      title: t('ui.acts'),
      numeric: true,
      cell: (row) =>
        row.active && (
          <Menu position="bottom-end" width={230} shadow="md">
            <Menu.Target>
              <Button variant="subtle" size="compact-sm" aria-label={t('people.actsFor', { name: row.display_name })}>
                <IconDots size={20} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconUsers size={18} aria-hidden />} onClick={() => setRoles(row)}>
                {t('people.changeRoles')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconKey size={18} aria-hidden />}
                onClick={() => setSecret({ person: row, kind: 'password' })}
              >
                {t('secret.password')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconDeviceTablet size={18} aria-hidden />}
                onClick={() => setSecret({ person: row, kind: 'pin' })}
              >
                {t('secret.pin')}
              </Menu.Item>
              <Menu.Item leftSection={<IconPlugConnected size={18} aria-hidden />} onClick={() => setProgram(row)}>
                {t('programKey.act')}
              </Menu.Item>
              {row.id !== mine && (
                <Menu.Item leftSection={<IconUserOff size={18} aria-hidden />} onClick={() => setLeaving(row)}>
                  {t('people.deactivate')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        ),
    });
  }
  return (
    <>
      <PageHeader title={t('people.title')} lead={t('people.lead')}>
        {may('security.devices.manage') && (
          <Button variant="default" onClick={share.open} leftSection={<IconDeviceTablet size={20} aria-hidden />}>
            {t('device.share')}
          </Button>
        )}
        {manage && (
          <Button onClick={add.open} leftSection={<IconPlus size={20} aria-hidden />}>
            {t('people.add')}
          </Button>
        )}
      </PageHeader>
      <List
        name={t('people.title')}
        answer={people}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={manage ? (row) => row.active && setRoles(row) : undefined}
        search={t('people.search')}
        empty={{ icon: IconUsers, title: t('people.empty'), body: t('people.emptyBody') }}
      />
      <PersonForm opened={adding} onClose={add.close} />
      <DeviceDialog opened={sharing} onClose={share.close} />
      <ReasonDialog
        opened={leaving !== null}
        title={t('people.deactivating', { name: leaving?.display_name ?? '' })}
        body={t('people.deactivateBody')}
        act={t('people.deactivate')}
        busy={leave.busy}
        onClose={() => setLeaving(null)}
        onReason={(reason) =>
          leaving &&
          void leave
            .run({
              method: 'POST',
              path: '/v1/people/{person_id}/deactivations',
              at: { person_id: leaving.id },
              body: { reason },
              label: t('people.deactivating', { name: leaving.display_name }),
            })
            .then((done) => done && setLeaving(null))
        }
      >
        {leave.refusal && <ProblemPanel error={leave.refusal} />}
      </ReasonDialog>
      {roles && <RolesDialog person={roles} onClose={() => setRoles(null)} />}
      {program && <ProgramKeyDialog person={program} onClose={() => setProgram(null)} />}
      {secret && <SecretDialog {...secret} own={secret.person.id === mine} onClose={() => setSecret(null)} />}
    </>
  );
}

function RoleChoice(props: { value?: Role[]; onChange?: (roles: Role[]) => void; error?: React.ReactNode }) {
  const { t } = useTranslation();
  const w = useWord();
  return (
    <Checkbox.Group label={t('people.roles')} {...props} onChange={(roles) => props.onChange?.(roles as Role[])}>
      <div
        style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))', gap: 10, marginTop: 8 }}
      >
        {ROLES.map((role) => (
          <Checkbox key={role} value={role} label={w('roles', role)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function PersonForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { display_name: '', username: '', roles: [] as Role[], password: '', pin: '' },
    validate: {
      display_name: (value) => (value.trim().length >= 2 ? null : t('setup.nameMissing')),
      username: (value) => (value.trim() ? null : t('entrance.usernameMissing')),
      roles: (value) => (value.length > 0 ? null : t('people.rolesMissing')),
      pin: (value) => (value === '' || /^\d{4,8}$/.test(value) ? null : t('secret.pinWrong')),
    },
  });
  const { run, busy, refusal } = useCommand(t('people.added'));
  const unplaced = useFieldErrors(form, refusal);

  async function save({ password, pin, ...rest }: typeof form.values) {
    const done = await run({
      method: 'POST',
      path: '/v1/people',
      secret: true,
      label: t('people.adding', { name: rest.display_name }),
      body: { ...rest, password: password || null, pin: pin || null },
    });
    if (!done) return;
    form.reset();
    onClose();
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('people.add')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
        <Stack gap="sm">
          {refusal && <ProblemPanel error={refusal} unplaced={unplaced} kept={t('problem.formKept')} />}
          <TextInput
            label={t('people.name')}
            data-autofocus
            autoComplete="off"
            {...form.getInputProps('display_name')}
          />
          <TextInput
            label={t('entrance.username')}
            autoCapitalize="none"
            autoComplete="off"
            {...form.getInputProps('username')}
          />
          <RoleChoice {...form.getInputProps('roles')} />
          <PasswordInput
            label={t('entrance.password')}
            description={t('people.passwordHint')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('entrance.show') }}
            {...form.getInputProps('password')}
          />
          <TextInput
            label={t('secret.pin')}
            description={t('people.pinHint')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={8}
            {...form.getInputProps('pin')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.back')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('people.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function RolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const [roles, setRoles] = useState<Role[]>(person.roles.filter((role) => role !== 'service'));
  const { run, busy, refusal } = useCommand(t('people.rolesChanged'));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.rolesOf', { name: person.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="sm">
        {refusal && <ProblemPanel error={refusal} />}
        <RoleChoice value={roles} onChange={setRoles} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.back')}
          </Button>
          <Button
            loading={busy}
            disabled={roles.length === 0}
            onClick={() =>
              void run({
                method: 'PUT',
                path: '/v1/people/{person_id}/roles',
                at: { person_id: person.id },
                body: { roles },
                label: t('people.changeRoles'),
              }).then((done) => done && onClose())
            }
          >
            {t('people.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
