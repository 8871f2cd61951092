import { Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Item } from '@/api/wire';
import { ratio, toPixels } from '@/shared/format/decimal';
import { formatQuantity } from '@/shared/format/format';
import { StateBadge } from '@/shared/ui/StateBadge';

const COLOURS = ['agave', 'yellow', 'orange', 'red'];

/** How much there is beside what there should be: the bar is full at the maximum, or at twice the minimum. */
export function LevelBar({
  item,
}: {
  item: Pick<Item, 'on_hand' | 'min_quantity' | 'max_quantity' | 'base_unit' | 'urgency'>;
}) {
  const { t } = useTranslation();
  const { on_hand: onHand, min_quantity: least, max_quantity: most, base_unit: unit, urgency } = item;
  if (least === null && most === null) return <span className="quiet">—</span>;
  const share = most ? ratio(onHand, most) : least ? ratio(onHand, least) : null;
  const percent = Math.min(100, share === null ? 100 : toPixels(share) * (most ? 100 : 50));
  const said = t('levels.between', {
    least: least === null ? '—' : formatQuantity(least, unit),
    most: most === null ? '—' : formatQuantity(most, unit),
  });
  return (
    <div style={{ minWidth: 130 }}>
      {urgency > 0 && (
        <StateBadge tone={urgency > 1 ? 'act' : 'soon'} icon={urgency > 2 ? IconCircleX : IconAlertTriangle}>
          {t(`levels.urgency${urgency as 1 | 2 | 3}`)}
        </StateBadge>
      )}
      <Progress value={percent} color={COLOURS[urgency] ?? 'agave'} size="sm" mt={4} aria-label={said} />
      <small className="num quiet">{said}</small>
    </div>
  );
}
