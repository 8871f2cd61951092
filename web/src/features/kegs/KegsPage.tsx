import { Button, Menu, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBarrel,
  IconChartBar,
  IconDots,
  IconPackageImport,
  IconPlus,
  IconQrcode,
  IconScan,
  IconUrgent,
} from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { KegState } from '@/api/wire';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import { AdmitDialog } from './AdmitDialog';
import { kegColumns } from './columns';
import classes from './Kegs.module.css';
import { LabelDialog } from './LabelDialog';
import { RegisterDialog } from './RegisterDialog';
import { KEG_STATES, kegLook, OWNERSHIPS, SIZES } from './words';

const ALL_SIZES = [...new Set(Object.values(SIZES).flat())].sort((a, b) => Number(a) - Number(b));

/** The fleet: how many in each state, and every keg with what is in it and who has it. */
export function KegsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const may = useMay();
  const navigate = useNavigate();
  const [url, setUrl] = useUrl();
  const [registering, register] = useDisclosure(false);
  const [labelling, label] = useDisclosure(false);
  const [admitting, admit] = useDisclosure(false);
  const figures = useQuery(question('inventory', '/v1/keg-figures'));
  const state = url.state as KegState | undefined;
  const kegs = useInfiniteQuery(
    pages('inventory', '/v1/kegs', {
      q: url.q,
      state,
      size_l: url.size,
      ownership: url.owner as (typeof OWNERSHIPS)[number] | undefined,
    }),
  );
  const counts = new Map<string, number>();
  for (const part of figures.data?.fleet ?? []) counts.set(part.state, (counts.get(part.state) ?? 0) + part.kegs);
  const add = may('inventory.kegs.register') && (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={register.open}>
      {t('kegs.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('kegs.title')} lead={t('kegs.lead')}>
        <Button component={Link} to="/kegs/scan" leftSection={<IconScan size={20} aria-hidden />}>
          {t('kegs.scan')}
        </Button>
        <Menu position="bottom-end" shadow="md" width={230}>
          <Menu.Target>
            <Button variant="default" leftSection={<IconDots size={20} aria-hidden />}>
              {t('nav.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {may('inventory.kegs.register') && (
              <Menu.Item leftSection={<IconPlus size={18} aria-hidden />} onClick={register.open}>
                {t('kegs.add')}
              </Menu.Item>
            )}
            {may('inventory.kegs.register') && (
              <Menu.Item leftSection={<IconPackageImport size={18} aria-hidden />} onClick={admit.open}>
                {t('admission.title')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconQrcode size={18} aria-hidden />} onClick={label.open}>
              {t('kegs.labels')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconUrgent size={18} aria-hidden />}
              onClick={() => void navigate({ to: '/kegs/at-risk' })}
            >
              {t('kegs.atRisk')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconChartBar size={18} aria-hidden />}
              onClick={() => void navigate({ to: '/kegs/figures' })}
            >
              {t('kegs.figures')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </PageHeader>
      {counts.size > 0 && (
        <ul className={classes.chips} aria-label={t('kegs.byState')}>
          {KEG_STATES.filter((each) => counts.has(each)).map((each) => {
            const { icon: Sign } = kegLook(each);
            return (
              <li key={each}>
                <button
                  type="button"
                  className={classes.chip}
                  aria-pressed={state === each}
                  onClick={() => setUrl({ state: state === each ? undefined : each })}
                >
                  <Sign size={18} aria-hidden />
                  {w('kegStates', each)} <b className="num">{counts.get(each)}</b>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <List
        name={t('kegs.title')}
        answer={kegs}
        columns={kegColumns(t, w)}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/kegs/$kegId', params: { kegId: row.id } })}
        search={t('kegs.search')}
        narrowedBy={['q', 'state', 'size', 'owner']}
        filters={
          <>
            <Select
              aria-label={t('kegs.size')}
              placeholder={t('kegs.everySize')}
              clearable
              clearButtonProps={{ 'aria-label': t('ui.clear') }}
              w={150}
              value={url.size ?? null}
              onChange={(value) => setUrl({ size: value ?? undefined })}
              data={ALL_SIZES.map((value) => ({ value, label: `${value} L` }))}
            />
            <Select
              aria-label={t('kegs.owner')}
              placeholder={t('kegs.everyOwner')}
              clearable
              clearButtonProps={{ 'aria-label': t('ui.clear') }}
              w={160}
              value={url.owner ?? null}
              onChange={(value) => setUrl({ owner: value ?? undefined })}
              data={OWNERSHIPS.map((value) => ({ value, label: w('kegOwners', value) }))}
            />
          </>
        }
        empty={{ icon: IconBarrel, title: t('kegs.empty'), body: t('kegs.emptyBody'), act: add }}
      />
      {registering && <RegisterDialog onClose={register.close} />}
      {admitting && <AdmitDialog onClose={admit.close} />}
      {labelling && <LabelDialog kegs={kegs.data ?? []} onClose={label.close} />}
    </>
  );
}
