import {
  type Icon,
  IconBarrel,
  IconBottle,
  IconBox,
  IconDroplet,
  IconFlask,
  IconGrain,
  IconLeaf,
  IconMeat,
  IconMicroscope,
  IconPlant2,
  IconShoppingBag,
  IconSoup,
  IconSpray,
} from '@tabler/icons-react';
import type { ItemKind } from '@/api/wire';

export const ITEM_KINDS: ItemKind[] = [
  'MALT',
  'HOPS',
  'YEAST',
  'ADJUNCT',
  'WATER_AGENT',
  'CHEMICAL',
  'PACKAGING',
  'BEER',
  'FOOD',
  'PREPARED',
  'RESALE',
  'SUPPLY',
  'OTHER',
];

const ICONS: Record<string, Icon> = {
  MALT: IconGrain,
  HOPS: IconLeaf,
  YEAST: IconMicroscope,
  ADJUNCT: IconPlant2,
  WATER_AGENT: IconDroplet,
  CHEMICAL: IconFlask,
  PACKAGING: IconBottle,
  BEER: IconBarrel,
  FOOD: IconMeat,
  PREPARED: IconSoup,
  RESALE: IconShoppingBag,
  SUPPLY: IconSpray,
  OTHER: IconBox,
};

/** A kind that this version does not know yet still shows. */
export function kindIcon(kind: string): Icon {
  return ICONS[kind] ?? IconBox;
}
