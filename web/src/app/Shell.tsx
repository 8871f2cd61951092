import { Drawer, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { openSpotlight } from '@mantine/spotlight';
import { IconChevronDown, IconDots, IconLogout, IconSearch, IconUserCircle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import { request } from '@/api/client';
import { remember } from '@/api/remembered';
import { sessionQuestion, setupQuestion } from '@/api/session';
import type { Session } from '@/api/wire';
import { sendEverything } from '@/offline/useDrain';
import { useWord } from '@/shared/i18n/useWord';
import { useShortcuts } from '@/shared/keys/shortcuts';
import { initials } from '@/shared/ui/initials';
import { Mark, Ridge } from '@/shared/ui/landscape';
import { ViewsSlot } from '@/shared/ui/Views';
import { AlertBell } from './AlertBell';
import { ErrorBoundary } from './ErrorBoundary';
import { LivePills } from './LivePills';
import { type Place, placesFor } from './nav';
import { Palette } from './Palette';
import classes from './Shell.module.css';
import { ShortcutsSheet } from './ShortcutsSheet';
import { Scanner } from './scanning/Scanner';
import { UndoToasts } from './UndoToasts';
import { useFolded } from './useFolded';
import { useDefaultView } from './views/useViews';
import { ViewsMenu } from './views/ViewsMenu';

const GROUPS = [null, 'brewing', 'warehouse', 'house'] as const;

/** The frame of every page: places by role, the palette, how the connection is, and who one is. */
export function Shell({ session, children }: { session: Session; children: ReactNode }) {
  const { t } = useTranslation();
  const [sheet, { open: openSheet, close: closeSheet }] = useDisclosure(false);
  const [more, { open: openMore, close: closeMore }] = useDisclosure(false);
  const setup = useQuery(setupQuestion);
  const places = placesFor(session.permissions);
  const ranked = places
    .filter((place) => place.rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, 4);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  useShortcuts(openSheet);
  useDefaultView();

  // A new page begins at its title, for whoever listens to it instead of looking.
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    closeMore();
    main.current?.focus({ preventScroll: true });
  }, [closeMore]);

  const here = places.find((place) => place.to !== '/' && path.startsWith(place.to))?.group ?? null;
  const { folded, fold } = useFolded(here);
  const grouped = (onPlace?: () => void) =>
    GROUPS.map((group) => {
      const mine = places.filter((place) => place.group === group);
      if (mine.length === 0) return null;
      return (
        <div key={group ?? 'top'}>
          {group && (
            <button
              type="button"
              className={classes.group}
              aria-expanded={!folded.has(group)}
              onClick={() => fold(group)}
            >
              {t(`nav.${group}`)}
              <IconChevronDown size={16} aria-hidden />
            </button>
          )}
          <ul hidden={group !== null && folded.has(group)}>
            {mine.map((place) => (
              <li key={place.to}>
                <PlaceLink place={place} className={classes.place} size={20} onClick={onPlace} />
              </li>
            ))}
          </ul>
        </div>
      );
    });

  return (
    <>
      <a className={classes.skip} href="#page">
        {t('nav.skip')}
      </a>
      <div className={`sarape ${classes.top}`} aria-hidden="true" />
      <div className={classes.shell}>
        <nav className={classes.side} aria-label={t('nav.main')}>
          <Link to="/" className={classes.brand}>
            <Mark size={38} />
            <span>
              {t('brand.name')}
              <small>{t('brand.place')}</small>
            </span>
          </Link>
          <div className={classes.places}>{grouped()}</div>
          <div className={classes.foot}>
            <Ridge />
          </div>
        </nav>
        <div className={classes.main}>
          <div className={classes.bar} role="region" aria-label={t('nav.bar')} data-no-print>
            <button type="button" className={classes.find} onClick={openSpotlight}>
              <IconSearch size={18} aria-hidden />
              <span>{t('palette.open')}</span>
              <kbd className={classes.key}>{'Ctrl K'}</kbd>
            </button>
            <div className={classes.pills}>
              {setup.data?.demo && <span className={`${classes.pill} ${classes.demo}`}>{t('brand.demo')}</span>}
              <Scanner />
              {session.permissions.includes('alerts.inbox.read') && <AlertBell />}
              <LivePills personId={session.person.id} />
              <MeMenu session={session} />
            </div>
          </div>
          <main id="page" className={classes.page} ref={main} tabIndex={-1} style={{ outline: 'none' }}>
            <ErrorBoundary key={path}>
              <ViewsSlot value={ViewsMenu}>{children}</ViewsSlot>
            </ErrorBoundary>
          </main>
        </div>
        <nav className={classes.bottom} aria-label={t('nav.main')} data-no-print>
          <ul>
            {ranked.map((place) => (
              <li key={place.to}>
                <PlaceLink place={place} className={classes.tab} size={24} />
              </li>
            ))}
            <li>
              <button type="button" className={classes.tab} onClick={openMore} aria-expanded={more}>
                <IconDots size={24} aria-hidden />
                {t('nav.more')}
              </button>
            </li>
          </ul>
        </nav>
      </div>
      <Drawer
        opened={more}
        onClose={closeMore}
        position="bottom"
        size="auto"
        title={t('nav.everything')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <nav className={classes.places} aria-label={t('nav.everything')}>
          {grouped(closeMore)}
        </nav>
      </Drawer>
      <UndoToasts personId={session.person.id} />
      <Palette places={places} />
      <ShortcutsSheet opened={sheet} onClose={closeSheet} />
    </>
  );
}

function PlaceLink({
  place,
  className,
  size,
  onClick,
}: {
  place: Place;
  className: string | undefined;
  size: number;
  onClick?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { icon: Sign } = place;
  return (
    <Link
      to={place.to}
      className={className}
      activeOptions={{ exact: place.to === '/', includeSearch: false }}
      onClick={onClick}
    >
      <Sign size={size} stroke={1.8} aria-hidden />
      {t(place.label)}
    </Link>
  );
}

function MeMenu({ session }: { session: Session }) {
  const { t } = useTranslation();
  const w = useWord();
  const client = useQueryClient();
  const navigate = useNavigate();

  async function leave() {
    await sendEverything(session.person.id);
    await request('/v1/session', { method: 'DELETE', headers: { 'Idempotency-Key': uuidv7() } }).catch(() => undefined);
    // The next person on this tablet must not see a flash of what the last one saw.
    client.removeQueries({ predicate: (query) => query.queryKey[1] !== '/v1/session' });
    remember(null);
    client.setQueryData(sessionQuestion.queryKey, null);
    await navigate({ to: '/' });
    await client.invalidateQueries({ queryKey: sessionQuestion.queryKey });
  }

  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <button type="button" className={classes.me}>
          <span className={classes.face} aria-hidden="true" data-initials={initials(session.person.display_name)} />
          <span className="visually-hidden">{t('me.menu')}</span>
          <span className={classes.name}>{session.person.display_name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.person.roles.map((role) => w('roles', role)).join(', ')}</Menu.Label>
        <Menu.Item leftSection={<IconUserCircle size={18} aria-hidden />} onClick={() => void navigate({ to: '/me' })}>
          {t('me.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void leave()}>
          {t('me.leave')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
