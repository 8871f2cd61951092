import { Button, Group, Select, Stack } from '@mantine/core';
import { IconGitCompare, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useMay } from '@/api/session';
import type { Difference } from '@/api/wire';
import { useWord, type Word } from '@/shared/i18n/useWord';
import { EmptyState, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import { Day } from '@/shared/ui/values';
import classes from './Recipes.module.css';

/** Every version of a recipe, and what changed between two of them. */
export function VersionsTab({ recipeId }: { recipeId: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [url, setUrl] = useUrl();
  const versions = useInfiniteQuery(
    pages(
      'production',
      '/v1/recipes/{recipe_id}/versions'.replace('{recipe_id}', recipeId) as '/v1/recipes/{recipe_id}/versions',
    ),
  );
  const rows = versions.data ?? [];
  const own = rows.find((one) => one.id === recipeId);
  const other = url.with ?? rows.find((one) => one.id !== recipeId)?.id;
  return (
    <Stack gap="md">
      <Panel title={t('versions.title')}>
        {versions.isPending && <RowsSkeleton />}
        {versions.error && <ProblemPanel error={versions.error} retry={() => void versions.refetch()} />}
        <ul className={classes.versions}>
          {rows.map((one) => (
            <li key={one.id} data-own={one.id === recipeId || undefined}>
              <Link to="/recipes/$recipeId" params={{ recipeId: one.id }} search={{ tab: 'versions' } as never}>
                {t('recipes.versionShort', { version: one.version })}
              </Link>
              <span>{one.change_note ?? (one.source_file || t('versions.imported'))}</span>
              <span className="quiet">
                <Day value={one.imported_at} />
              </span>
            </li>
          ))}
        </ul>
        {may('production.recipes.edit') && (
          <Button
            component={Link}
            to={`/recipes/${recipeId}/edit` as never}
            mt="md"
            leftSection={<IconPencil size={18} aria-hidden />}
          >
            {t('versions.make')}
          </Button>
        )}
      </Panel>
      {rows.length > 1 && own && (
        <Panel title={t('versions.differences')}>
          <Group align="flex-end" mb="sm">
            <Select
              label={t('versions.compareWith')}
              value={other ?? null}
              onChange={(id) => setUrl({ with: id ?? undefined })}
              data={rows
                .filter((one) => one.id !== recipeId)
                .map((one) => ({ value: one.id, label: t('recipes.versionShort', { version: one.version }) }))}
              w={200}
            />
          </Group>
          {other && <Differences from={olderOf(own, rows, other).from} to={olderOf(own, rows, other).to} />}
        </Panel>
      )}
    </Stack>
  );
}

interface Numbered {
  id: string;
  version: number;
}

/** The older one first: a change reads forward, whichever page it is read on. */
function olderOf(own: Numbered, rows: Numbered[], other: string): { from: string; to: string } {
  const version = rows.find((one) => one.id === other)?.version ?? 0;
  return version < own.version ? { from: other, to: own.id } : { from: own.id, to: other };
}

function Differences({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const found = useQuery(
    question('production', '/v1/recipes/{recipe_id}/differences', { at: { recipe_id: from }, query: { to } }),
  );
  if (found.isPending) return <RowsSkeleton />;
  if (found.error) return <ProblemPanel error={found.error} retry={() => void found.refetch()} />;
  const { items, from_version, to_version } = found.data;
  if (items.length === 0)
    return <EmptyState icon={IconGitCompare} title={t('versions.same')} body={t('versions.sameBody')} />;
  const sections = [...new Set(items.map((one) => one.section))];
  return (
    <>
      <p className="quiet">{t('versions.fromTo', { from: from_version, to: to_version })}</p>
      {sections.map((section) => (
        <section key={section}>
          <h3 className={classes.section}>{w('sections', section)}</h3>
          <ul className={classes.changes}>
            {items
              .filter((one) => one.section === section)
              .map((one) => (
                <Change key={`${one.what}-${one.line}-${one.field}-${one.before}-${one.after}`} one={one} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** "2 kg · mash · 60 min" with its one word said as a brewer says it. */
function inWords(line: string | null, w: Word): string {
  return line === null
    ? '—'
    : line
        .split(' · ')
        .map((part) => w('uses', part))
        .join(' · ');
}

function Change({ one }: { one: Difference }) {
  const { t } = useTranslation();
  const w = useWord();
  return (
    <li>
      {one.what === 'added' && (
        <StateBadge tone="well" icon={IconPlus}>
          {t('versions.added')}
        </StateBadge>
      )}
      {one.what === 'removed' && (
        <StateBadge tone="act" icon={IconMinus}>
          {t('versions.removed')}
        </StateBadge>
      )}
      <span>
        {one.line && <strong>{one.line} </strong>}
        {one.field && <span className="quiet">{w('recipeFields', one.field)}: </span>}
        {one.what === 'added' && <span className="num">{inWords(one.after, w)}</span>}
        {one.what === 'removed' && <del className="num">{inWords(one.before, w)}</del>}
        {one.what === 'changed' && (
          <span className="num">
            <del>{inWords(one.before, w)}</del> → <ins>{inWords(one.after, w)}</ins>
          </span>
        )}
      </span>
    </li>
  );
}
