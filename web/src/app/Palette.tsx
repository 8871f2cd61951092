import { useMantineColorScheme } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import {
  IconBarrel,
  IconBook2,
  IconBoxSeam,
  IconLanguage,
  IconMoon,
  IconPackageImport,
  IconPlus,
  IconSearch,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useMay } from '@/api/session';
import { language, speak } from '@/shared/i18n/i18n';
import type { Place } from './nav';

/** Ctrl K: go anywhere, find an item, a recipe or a batch by name or code, do the few things that are always at hand. */
export function Palette({ places }: { places: Place[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const [query, setQuery] = useState('');
  const { setColorScheme } = useMantineColorScheme();
  const asked = query.trim();
  const wanted = asked.length >= 2;
  const items = useInfiniteQuery({
    ...pages('inventory', '/v1/items', { q: asked, limit: 6 }),
    enabled: wanted && may('inventory.stock.read'),
  });
  const recipes = useInfiniteQuery({
    ...pages('production', '/v1/recipes', { q: asked, limit: 6 }),
    enabled: wanted && may('production.recipes.read'),
  });
  const batches = useInfiniteQuery({
    ...pages('production', '/v1/batches'),
    enabled: wanted && may('production.batches.read'),
  });

  const matches = (text: string) => text.toLocaleLowerCase('es-MX').includes(asked.toLocaleLowerCase('es-MX'));
  const acts = [
    {
      id: 'plan',
      label: t('batches.plan'),
      icon: IconPlus,
      needs: 'production.batches.plan',
      go: () => navigate({ to: '/batches/plan' }),
    },
    {
      id: 'receive',
      label: t('receiving.title'),
      icon: IconPackageImport,
      needs: 'inventory.lots.receive',
      go: () => navigate({ to: '/receiving' }),
    },
    {
      id: 'import',
      label: t('recipes.import'),
      icon: IconBook2,
      needs: 'production.recipes.import',
      go: () => navigate({ to: '/recipes/import' }),
    },
    { id: 'me', label: t('me.profile'), icon: IconUserCircle, needs: null, go: () => navigate({ to: '/me' }) },
    { id: 'light', label: t('palette.light'), icon: IconSun, needs: null, go: () => setColorScheme('light') },
    { id: 'dark', label: t('palette.dark'), icon: IconMoon, needs: null, go: () => setColorScheme('dark') },
    {
      id: 'speak',
      label: t('palette.speak'),
      icon: IconLanguage,
      needs: null,
      go: () => speak(language() === 'en' ? 'es-MX' : 'en'),
    },
  ].filter((act) => (act.needs === null || may(act.needs)) && matches(act.label));
  const found = [
    ...(wanted ? (batches.data ?? []) : [])
      .filter((batch) => matches(`${batch.number} ${batch.recipe_name}`))
      .slice(0, 6)
      .map((batch) => ({
        id: batch.id,
        label: `${batch.number} · ${batch.recipe_name}`,
        icon: IconBarrel,
        go: () => navigate({ to: '/batches/$batchId', params: { batchId: batch.id } }),
      })),
    ...(wanted ? (recipes.data ?? []) : []).map((recipe) => ({
      id: recipe.id,
      label: recipe.name,
      icon: IconBook2,
      go: () => navigate({ to: '/recipes/$recipeId', params: { recipeId: recipe.id } }),
    })),
    ...(wanted ? (items.data ?? []) : []).map((item) => ({
      id: item.id,
      label: `${item.name} · ${item.sku}`,
      icon: IconBoxSeam,
      go: () => navigate({ to: '/items/$itemId', params: { itemId: item.id } }),
    })),
  ];
  const shown = places.filter((place) => matches(t(place.label)));
  const nothing = shown.length + acts.length + found.length === 0;

  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      scrollable
      maxHeight={460}
      closeOnActionTrigger
      attributes={{ content: { 'aria-label': t('palette.open') } }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={20} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.found')}>
            {found.map(({ id, label, icon: Sign, go }) => (
              <Spotlight.Action
                key={id}
                label={label}
                leftSection={<Sign size={20} aria-hidden />}
                onClick={() => void go()}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {shown.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.places')}>
            {shown.map(({ to, label, icon: Sign }) => (
              <Spotlight.Action
                key={to}
                label={t(label)}
                leftSection={<Sign size={20} aria-hidden />}
                onClick={() => void navigate({ to })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {acts.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.acts')}>
            {acts.map(({ id, label, icon: Sign, go }) => (
              <Spotlight.Action
                key={id}
                label={label}
                leftSection={<Sign size={20} aria-hidden />}
                onClick={() => void go()}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>{t('ui.noneMatch')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
