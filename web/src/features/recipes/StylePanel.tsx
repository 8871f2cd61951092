import { IconArrowDown, IconArrowUp, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import type { StyleLine } from '@/api/wire';
import { toPixels } from '@/shared/format/decimal';
import { formatGravity, formatNumber, formatPercent } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { Panel } from '@/shared/ui/Panel';
import { StateBadge } from '@/shared/ui/StateBadge';
import { useConvention } from './choices';
import classes from './Recipes.module.css';

function shown(figure: string, value: string | null): string {
  if (figure === 'og' || figure === 'fg') return formatGravity(value);
  return figure === 'abv_pct' ? formatPercent(value) : formatNumber(value);
}

/** Where the figure and the range lie on a bar: the range takes the middle half. */
function places(line: StyleLine): { from: number; to: number; at: number } {
  const low = toPixels(line.minimum ?? '0');
  const high = toPixels(line.maximum ?? line.minimum ?? '0');
  const width = Math.max(high - low, Math.abs(high) * 0.002, 0.001);
  const start = low - width / 2;
  const per = 100 / (width * 2);
  const at = (toPixels(line.value ?? '0') - start) * per;
  return { from: (low - start) * per, to: (low + width - start) * per, at: Math.min(99, Math.max(1, at)) };
}

/** The recipe's figures beside what its own file says of its style. */
export function StylePanel({ recipeId }: { recipeId: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const { convention, formula } = useConvention();
  const style = useQuery(
    question('production', '/v1/recipes/{recipe_id}/style-comparison', {
      at: { recipe_id: recipeId },
      query: { convention, formula },
    }),
  );
  const lines = style.data?.lines.filter((line) => line.minimum !== null || line.maximum !== null) ?? [];
  if (!style.data || lines.length === 0) return null;
  return (
    <Panel title={t('sheet.style', { style: style.data.style || t('recipes.style') })}>
      <ul className={classes.ranges}>
        {lines.map((line) => {
          const { from, to, at } = places(line);
          const range = `${shown(line.figure, line.minimum)} – ${shown(line.figure, line.maximum)}`;
          return (
            <li key={line.figure} className={classes.range}>
              <span>{w('figures', line.figure)}</span>
              <span className={classes.bar} role="img" aria-label={t('sheet.rangeOf', { range })}>
                <span className={classes.band} style={{ left: `${from}%`, width: `${to - from}%` }} />
                {line.value !== null && (
                  <span className={classes.mark} data-verdict={line.verdict} style={{ left: `${at}%` }} />
                )}
              </span>
              <span className="num">
                <strong>{shown(line.figure, line.value)}</strong> <span className="quiet">({range})</span>
              </span>
              {line.verdict === 'within' ? (
                <StateBadge tone="well" icon={IconCircleCheck}>
                  {t('sheet.within')}
                </StateBadge>
              ) : line.verdict === 'unknown' ? (
                <span className="quiet">—</span>
              ) : (
                <StateBadge tone="soon" icon={line.verdict === 'below' ? IconArrowDown : IconArrowUp}>
                  {line.verdict === 'below' ? t('sheet.below') : t('sheet.above')}
                </StateBadge>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
