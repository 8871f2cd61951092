import { Button, Chip, Group, Select, Switch } from '@mantine/core';
import { IconAlertOctagon, IconStack2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useLocations } from '@/api/locations';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import type { Standing } from './LotBadge';
import { lotColumns } from './tables';

const STANDINGS = ['AVAILABLE', 'QUARANTINE', 'BLOCKED', 'RECALLED', 'EXPIRED'] as const satisfies Standing[];

/** Every lot, in the order in which they will be drawn, by how it stands and where. */
export function LotsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const places = useLocations();
  const all = url.all === '1';
  const standing = STANDINGS.find((one) => one === url.standing);
  const lots = useInfiniteQuery(
    pages('inventory', '/v1/lots', {
      open_only: !all,
      item_id: url.item_id,
      standing,
      location_id: url.place,
      q: url.q,
    }),
  );
  return (
    <>
      <PageHeader title={t('lots.title')} lead={t('lots.lead')}>
        <Button
          component={Link}
          to="/recalls"
          variant="default"
          leftSection={<IconAlertOctagon size={20} aria-hidden />}
        >
          {t('lotRecalls.title')}
        </Button>
      </PageHeader>
      <Chip.Group value={standing ?? ''} onChange={(value) => setUrl({ standing: String(value) || undefined })}>
        <Group gap="xs" mb="sm" role="group" aria-label={t('lots.standing')}>
          <Chip value="">{t('lots.everyStanding')}</Chip>
          {STANDINGS.map((one) => (
            <Chip key={one} value={one}>
              {w('standings', one)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <List
        name={t('lots.title')}
        answer={lots}
        columns={lotColumns(t, { withItem: true })}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/lots/$lotId', params: { lotId: row.id } })}
        search={t('lots.search')}
        filters={
          <>
            {places.options.length > 0 && (
              <Select
                aria-label={t('places.one')}
                placeholder={t('places.every')}
                clearable
                clearButtonProps={{ 'aria-label': t('ui.clear') }}
                w={210}
                value={url.place ?? null}
                onChange={(place) => setUrl({ place: place ?? undefined })}
                data={places.options}
              />
            )}
            <Switch
              label={t('lots.withSpent')}
              checked={all}
              onChange={(event) => setUrl({ all: event.currentTarget.checked ? '1' : undefined })}
            />
          </>
        }
        narrowedBy={['q', 'item_id', 'standing', 'place']}
        empty={{ icon: IconStack2, title: t('lots.empty'), body: t('lots.emptyBody') }}
      />
    </>
  );
}
