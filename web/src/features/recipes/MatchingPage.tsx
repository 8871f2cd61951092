import { Button, Switch } from '@mantine/core';
import { IconAffiliate, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useItemChoices } from '@/api/choices';
import { question } from '@/api/client';
import type { IngredientMatch, ItemKind } from '@/api/wire';
import { useCommand } from '@/offline/useCommand';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';
import { Picker } from '@/shared/ui/Picker';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';
import classes from './Recipes.module.css';

/** What the recipes call a thing, and what it is in our warehouse: confirmed once, remembered for every recipe. */
export function MatchingPage() {
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const recipeId = url.recipe_id;
  const all = url.all === '1';
  const matches = useQuery(question('production', '/v1/ingredient-matches', { query: { recipe_id: recipeId } }));
  const recipe = useQuery({
    ...question('production', '/v1/recipes/{recipe_id}', { at: { recipe_id: recipeId ?? '' } }),
    enabled: recipeId !== undefined,
  });
  const items = matches.data?.items ?? [];
  const left = items.filter((one) => !one.matched);
  const shown = all ? items : left;
  return (
    <>
      <PageHeader
        title={t('matching.title')}
        eyebrow={
          recipe.data && (
            <Link to="/recipes/$recipeId" params={{ recipeId: recipe.data.id }}>
              {recipe.data.name}
            </Link>
          )
        }
        lead={t('matching.lead')}
        badge={
          matches.data &&
          (left.length > 0 ? (
            <StateBadge tone="soon" icon={IconHelpCircle}>
              {t('matching.left', { count: left.length })}
            </StateBadge>
          ) : (
            <StateBadge tone="well" icon={IconCircleCheck}>
              {t('matching.complete')}
            </StateBadge>
          ))
        }
      >
        <Switch
          label={t('matching.withDone')}
          checked={all}
          onChange={(event) => setUrl({ all: event.currentTarget.checked ? '1' : undefined })}
        />
      </PageHeader>
      {matches.isPending && <RowsSkeleton />}
      {matches.error && <ProblemPanel error={matches.error} retry={() => void matches.refetch()} />}
      {matches.data && shown.length === 0 && (
        <EmptyState icon={IconAffiliate} title={t('matching.none')} body={t('matching.noneBody')}>
          {recipe.data ? (
            <Button component={Link} to="/batches/plan" search={{ recipe_id: recipe.data.id } as never}>
              {t('batches.plan')}
            </Button>
          ) : (
            <Button component={Link} to="/recipes">
              {t('recipes.title')}
            </Button>
          )}
        </EmptyState>
      )}
      <ul className={classes.matches}>
        {shown.map((one) => (
          <MatchRow key={`${one.kind}-${one.name}`} one={one} />
        ))}
      </ul>
    </>
  );
}

function MatchRow({ one }: { one: IngredientMatch }) {
  const { t } = useTranslation();
  const w = useWord();
  const { run, busy, refusal } = useCommand(t('matching.saved', { name: one.name }));
  const choose = (itemId: string | null) =>
    void run({
      method: 'PUT',
      path: '/v1/ingredient-aliases',
      label: t('matching.saving', { name: one.name }),
      body: { kind: one.kind as ItemKind, name: one.name, item_id: itemId },
    });
  return (
    <li className={classes.match} data-done={one.matched || undefined}>
      <div>
        <strong>{one.name}</strong>
        <div className="quiet">{w('kinds', one.kind)}</div>
        {one.matched && (
          <StateBadge tone="well" icon={IconCircleCheck}>
            {one.match ? one.match.name : t('matching.notStocked')}
          </StateBadge>
        )}
      </div>
      <div className={classes.offers} role="group" aria-label={t('matching.offers', { name: one.name })}>
        {one.suggestions
          .filter((offer) => offer.item_id !== one.match?.item_id)
          .slice(0, 3)
          .map((offer, index) => (
            <Button
              key={offer.item_id}
              variant={index === 0 && !one.matched ? 'filled' : 'default'}
              disabled={busy}
              onClick={() => choose(offer.item_id)}
            >
              {offer.name}
            </Button>
          ))}
        <Picker
          aria-label={t('matching.other', { name: one.name })}
          placeholder={t('matching.search')}
          useChoices={useItemChoices}
          value={null}
          onChange={(choice) => choice && choose(choice.id)}
          w={230}
        />
        {!(one.matched && one.match === null) && (
          <Button variant="subtle" disabled={busy} onClick={() => choose(null)}>
            {t('matching.notStocked')}
          </Button>
        )}
        {refusal && <ProblemPanel error={refusal} />}
      </div>
    </li>
  );
}
