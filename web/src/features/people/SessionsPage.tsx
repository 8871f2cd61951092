import { Button, Switch } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconDevices,
  IconDeviceTablet,
  IconPlugConnected,
  IconPointFilled,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay, useSession } from '@/api/session';
import type { SessionRow } from '@/api/wire';
import { useGoing, useHold } from '@/offline/useHold';
import { formatAgo } from '@/shared/format/format';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { StateBadge } from '@/shared/ui/StateBadge';
import { useUrl } from '@/shared/ui/url';
import { Moment } from '@/shared/ui/values';
import { browserOf } from './browser';

const KIND_ICONS = { pin: IconDeviceTablet, password: IconDeviceDesktop, program: IconPlugConnected };

/** Where one is signed in, or everybody is; any session can be ended from here. */
export function SessionsPage() {
  const { t, i18n } = useTranslation();
  const [url, setUrl] = useUrl();
  const may = useMay();
  const mine = useSession().person.id;
  const everyone = url.everyone === '1' && may('security.sessions.read_everyone');
  const sessions = useInfiniteQuery(pages('security', '/v1/sessions', { everyone }));
  const hold = useHold();
  const going = useGoing();
  const columns: Column<SessionRow>[] = [
    {
      id: 'person',
      title: t('people.name'),
      cell: (row) => <strong style={{ fontWeight: 620 }}>{row.display_name}</strong>,
      csv: (row) => row.display_name,
      order: (a, b) => a.display_name.localeCompare(b.display_name, 'es'),
    },
    {
      id: 'kind',
      title: t('sessions.kind'),
      csv: (row) => row.kind,
      wide: true,
      cell: (row) => (
        <StateBadge tone="quiet" icon={KIND_ICONS[row.kind]}>
          {t(`sessions.${row.kind}`)}
        </StateBadge>
      ),
    },
    {
      id: 'browser',
      title: t('sessions.browser'),
      cell: (row) => (
        <span title={row.user_agent ?? ''}>
          {(row.kind === 'program' ? row.user_agent : browserOf(row.user_agent ?? '')) || '—'}
        </span>
      ),
      csv: (row) => row.user_agent ?? '',
      wide: true,
    },
    {
      id: 'since',
      title: t('sessions.since'),
      cell: (row) => <Moment value={row.created_at} />,
      csv: (row) => row.created_at,
      order: (a, b) => a.created_at.localeCompare(b.created_at),
      wide: true,
    },
    {
      id: 'seen',
      title: t('sessions.seen'),
      cell: (row) => formatAgo(row.last_seen_at, i18n.language),
      csv: (row) => row.last_seen_at,
      order: (a, b) => a.last_seen_at.localeCompare(b.last_seen_at),
    },
    {
      id: 'end',
      title: t('ui.acts'),
      numeric: true,
      cell: (row) =>
        row.current ? (
          <StateBadge tone="well" icon={IconPointFilled}>
            {t('sessions.this')}
          </StateBadge>
        ) : going(`/v1/sessions/${row.id}`) ? (
          <span className="quiet">{t('sessions.closing')}</span>
        ) : row.person_id === mine || may('security.sessions.revoke_everyone') ? (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() =>
              void hold({
                method: 'DELETE',
                path: '/v1/sessions/{session_id}',
                at: { session_id: row.id },
                label: t('sessions.ending', { name: row.display_name }),
              })
            }
            aria-label={t('sessions.endOf', { name: row.display_name })}
          >
            {t('sessions.end')}
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <PageHeader title={t('sessions.title')} lead={t('sessions.lead')}>
        {may('security.sessions.read_everyone') && (
          <Switch
            label={t('sessions.everyone')}
            checked={everyone}
            onChange={(event) => setUrl({ everyone: event.currentTarget.checked ? '1' : undefined })}
          />
        )}
      </PageHeader>
      <List
        name={t('sessions.title')}
        answer={sessions}
        columns={columns}
        rowId={(row) => row.id}
        empty={{ icon: IconDevices, title: t('sessions.empty'), body: t('sessions.emptyBody') }}
      />
    </>
  );
}
