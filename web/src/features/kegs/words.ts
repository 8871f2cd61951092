import {
  type Icon,
  IconAlertTriangle,
  IconArchive,
  IconArrowBackUp,
  IconArrowsSplit,
  IconBarrel,
  IconBeer,
  IconBucketDroplet,
  IconBuildingStore,
  IconDroplet,
  IconHandStop,
  IconHomeMove,
  IconLifebuoy,
  IconLockOpen,
  IconMapPinOff,
  IconMapSearch,
  IconPackageImport,
  IconRecycle,
  IconSparkles,
  IconTrash,
  IconTruck,
  IconTruckDelivery,
  IconTruckReturn,
} from '@tabler/icons-react';
import type { KegMove, KegState, KegType } from '@/api/wire';
import type { Tone } from '@/shared/ui/StateBadge';

interface Look {
  icon: Icon;
  tone: Tone;
  /** The token that draws it on a chart. */
  token: string;
}

const LOOKS: Record<KegState, Look> = {
  DIRTY: { icon: IconBucketDroplet, tone: 'soon', token: '--look-soon' },
  CLEAN: { icon: IconSparkles, tone: 'info', token: '--info' },
  FULL: { icon: IconBarrel, tone: 'well', token: '--well' },
  IN_TRANSIT: { icon: IconTruck, tone: 'action', token: '--action' },
  AT_CLIENT: { icon: IconBuildingStore, tone: 'action', token: '--action' },
  RETURNING: { icon: IconTruckReturn, tone: 'soon', token: '--look-soon' },
  TAPPED: { icon: IconBeer, tone: 'well', token: '--well' },
  QUARANTINE: { icon: IconHandStop, tone: 'act', token: '--act-now' },
  LOST: { icon: IconMapPinOff, tone: 'act', token: '--act-now' },
  WITH_OWNER: { icon: IconHomeMove, tone: 'quiet', token: '--quiet' },
  RETIRED: { icon: IconArchive, tone: 'quiet', token: '--quiet' },
};

/** In the order of a keg's life. */
export const KEG_STATES = Object.keys(LOOKS) as KegState[];

export function kegLook(state: string): Look {
  return LOOKS[state as KegState] ?? { icon: IconAlertTriangle, tone: 'quiet', token: '--quiet' };
}

const MOVE_ICONS: Record<KegMove, Icon> = {
  REGISTER: IconPackageImport,
  WASH: IconDroplet,
  FILL: IconBarrel,
  TRANSFER_IN: IconArrowsSplit,
  TRANSFER_OUT: IconArrowsSplit,
  DISPATCH: IconTruck,
  UNLOAD: IconArrowBackUp,
  DELIVER: IconTruckDelivery,
  COLLECT: IconTruckReturn,
  RETURN: IconRecycle,
  TAP: IconBeer,
  EMPTY: IconBucketDroplet,
  QUARANTINE: IconHandStop,
  RELEASE: IconLockOpen,
  LOSE: IconMapPinOff,
  FIND: IconMapSearch,
  HAND_BACK: IconHomeMove,
  ADMIT: IconPackageImport,
  RETIRE: IconTrash,
};

export function moveIcon(move: string): Icon {
  return MOVE_ICONS[move as KegMove] ?? IconLifebuoy;
}

export const SIZES: Record<KegType, readonly string[]> = {
  SANKE_D: ['20', '30', '50', '60'],
  SANKE_S: ['20', '30', '50', '60'],
  KEYKEG: ['20', '30'],
  PET_ONE_WAY: ['20', '30'],
  CORNELIUS: ['9.5', '19'],
  OTHER: ['20', '30', '50', '60'],
};

export const KEG_TYPES = Object.keys(SIZES) as KegType[];
export const OWNERSHIPS = ['OWN', 'RENTED', 'GUEST'] as const;

export type ScanMode = Exclude<KegMove, 'REGISTER' | 'TRANSFER_IN' | 'TRANSFER_OUT' | 'ADMIT'>;

interface Mode {
  mode: ScanMode;
  needs: string;
  /** The few that a day is made of come first and large. */
  daily: boolean;
}

/** What a scanner can be set to, in the order of a keg's day. */
export const MODES: readonly Mode[] = [
  { mode: 'WASH', needs: 'inventory.kegs.wash', daily: true },
  { mode: 'FILL', needs: 'inventory.kegs.fill', daily: true },
  { mode: 'DISPATCH', needs: 'inventory.kegs.ship', daily: true },
  { mode: 'DELIVER', needs: 'inventory.kegs.ship', daily: true },
  { mode: 'COLLECT', needs: 'inventory.kegs.ship', daily: true },
  { mode: 'RETURN', needs: 'inventory.kegs.ship', daily: true },
  { mode: 'TAP', needs: 'inventory.kegs.tap', daily: true },
  { mode: 'EMPTY', needs: 'inventory.kegs.tap', daily: true },
  { mode: 'UNLOAD', needs: 'inventory.kegs.ship', daily: false },
  { mode: 'QUARANTINE', needs: 'inventory.kegs.hold', daily: false },
  { mode: 'RELEASE', needs: 'inventory.kegs.release', daily: false },
  { mode: 'LOSE', needs: 'inventory.kegs.hold', daily: false },
  { mode: 'FIND', needs: 'inventory.kegs.hold', daily: false },
  { mode: 'HAND_BACK', needs: 'inventory.kegs.register', daily: false },
  { mode: 'RETIRE', needs: 'inventory.kegs.register', daily: false },
];

export const RELEASE_TO = ['DIRTY', 'FULL', 'TAPPED', 'AT_CLIENT'] as const;
