import {
  type Icon,
  IconAffiliate,
  IconAlarm,
  IconBarrel,
  IconBucketDroplet,
  IconFileImport,
  IconLifebuoy,
  IconPackageImport,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Context, every, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { BatchRow } from '@/api/wire';
import { formatDate, formatQuantity, today } from '@/shared/format/format';

export interface Task {
  id: string;
  icon: Icon;
  tone: 'act' | 'soon' | 'info' | 'action';
  what: string;
  more: string;
  link: LinkProps;
}

const CONTEXTS: Context[] = ['inventory', 'production', 'purchasing', 'security', 'traceability'];
const SOON_DAYS = 30;
const MOST_BATCHES = 4;

/** What waits for this person, the most urgent first; undefined until it is known. */
export function useTasks(batches: BatchRow[] | undefined): Task[] | undefined {
  const { t } = useTranslation();
  const may = useMay();
  const lots = useQuery({
    ...every('inventory', '/v1/lots', { open_only: true }),
    enabled: may('inventory.stock.issue') || may('inventory.lots.receive'),
  });
  const matches = useQuery({
    ...question('production', '/v1/ingredient-matches'),
    enabled: may('production.ingredients.match'),
  });
  const recipes = useQuery({ ...every('production', '/v1/recipes'), enabled: may('production.recipes.import') });
  const letters = useQueries({
    queries: CONTEXTS.filter((context) => may(`${context}.dead_letters.settle`)).map((context) =>
      every(context, `/v1/${context}/dead-letters` as const),
    ),
  });
  const day = today();
  const soon = today(new Date(Date.now() + SOON_DAYS * 86_400_000));
  const tasks: Task[] = [];

  const dead = letters.flatMap((answer) => answer.data ?? []).filter((letter) => letter.state === 'DEAD').length;
  if (dead > 0) {
    tasks.push({
      id: 'dead',
      icon: IconLifebuoy,
      tone: 'act',
      what: t('tasks.dead', { count: dead }),
      more: t('tasks.deadMore'),
      link: { to: '/dead-letters' },
    });
  }
  const brew = may('production.batches.brew');
  for (const batch of brew
    ? (batches ?? []).filter((one) => one.state === 'PLANNED' && one.planned_on <= day).slice(0, MOST_BATCHES)
    : []) {
    tasks.push({
      id: batch.id,
      icon: IconPlayerPlay,
      tone: batch.planned_on < day ? 'soon' : 'action',
      what: t('tasks.start', { beer: batch.recipe_name }),
      more: `${batch.number} · ${formatDate(batch.planned_on)} · ${formatQuantity(batch.planned_volume_l, 'L')}`,
      link: { to: '/batches/$batchId', params: { batchId: batch.id } },
    });
  }
  for (const batch of brew
    ? (batches ?? []).filter((one) => one.state === 'BREWING' || one.state === 'PACKAGING').slice(0, MOST_BATCHES)
    : []) {
    const brewing = batch.state === 'BREWING';
    tasks.push({
      id: batch.id,
      icon: brewing ? IconBucketDroplet : IconBarrel,
      tone: 'action',
      what: t(brewing ? 'tasks.brew' : 'tasks.complete', { beer: batch.recipe_name }),
      more: `${batch.number} · ${formatDate(batch.planned_on)} · ${formatQuantity(batch.planned_volume_l, 'L')}`,
      link: { to: '/batches/$batchId', params: { batchId: batch.id } },
    });
  }
  const unmatched = (matches.data?.items ?? []).filter((one) => !one.matched).length;
  if (unmatched > 0) {
    tasks.push({
      id: 'match',
      icon: IconAffiliate,
      tone: 'soon',
      what: t('tasks.match', { count: unmatched }),
      more: t('tasks.matchMore'),
      link: { to: '/matching' },
    });
  }
  const expiring = (lots.data ?? []).filter((lot) => lot.expires_on !== null && lot.expires_on <= soon);
  const expired = expiring.filter((lot) => lot.expired).length;
  if (expiring.length > 0) {
    tasks.push({
      id: 'expiring',
      icon: IconAlarm,
      tone: expired > 0 ? 'act' : 'soon',
      what: expired > 0 ? t('tasks.expired', { count: expired }) : t('tasks.expiring', { count: expiring.length }),
      more: expiring
        .slice(0, 3)
        .map((lot) => lot.item_name)
        .join(', '),
      link: { to: '/lots', search: { sort: 'expires' } as never },
    });
  }
  if (recipes.data?.length === 0) {
    tasks.push({
      id: 'import',
      icon: IconFileImport,
      tone: 'info',
      what: t('tasks.import'),
      more: t('tasks.importMore'),
      link: { to: '/recipes/import' },
    });
  }
  if (lots.data?.length === 0 && may('inventory.lots.receive')) {
    tasks.push({
      id: 'receive',
      icon: IconPackageImport,
      tone: 'info',
      what: t('tasks.receive'),
      more: t('tasks.receiveMore'),
      link: { to: '/receiving' },
    });
  }
  const asked = [lots, matches, recipes, ...letters];
  return asked.some((answer) => answer.isLoading) ? undefined : tasks;
}
