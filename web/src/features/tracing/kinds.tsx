import {
  type Icon,
  IconArchive,
  IconBarrel,
  IconBuildingStore,
  IconCylinder,
  IconPackages,
  IconQuestionMark,
  IconSoup,
  IconTruck,
  IconWheat,
} from '@tabler/icons-react';
import type { Tone } from '@/shared/ui/StateBadge';

const SIGNS: Record<string, Icon> = {
  SUPPLIER: IconTruck,
  SUPPLIER_LOT: IconWheat,
  BATCH: IconSoup,
  TANK_CONTENT: IconCylinder,
  PACKAGING_LOT: IconArchive,
  KEG_FILL: IconBarrel,
  CASE: IconPackages,
  CLIENT: IconBuildingStore,
};

/** A kind that this version does not know yet is still drawn. */
export function signOf(kind: string): Icon {
  return SIGNS[kind] ?? IconQuestionMark;
}

/** The state of what is in a keg, as a recall sees it: out of the house is what hurries. */
const TONES: Record<string, Tone> = {
  FULL: 'well',
  TAPPED: 'soon',
  IN_TRANSIT: 'soon',
  AT_CLIENT: 'act',
  RETURNING: 'soon',
  QUARANTINE: 'info',
  LOST: 'act',
};

export function toneOf(state: string): Tone {
  return TONES[state] ?? 'quiet';
}
