import {
  type Icon,
  IconAffiliate,
  IconArrowsExchange,
  IconArrowsSplit,
  IconBarrel,
  IconBell,
  IconBook2,
  IconBottle,
  IconBoxSeam,
  IconCalculator,
  IconCalendarEvent,
  IconCalendarStats,
  IconCategory,
  IconClipboardCheck,
  IconClipboardList,
  IconClockExclamation,
  IconCoins,
  IconCylinder,
  IconDevices,
  IconHome2,
  IconLayoutDashboard,
  IconLifebuoy,
  IconMicroscope,
  IconPackageImport,
  IconPackages,
  IconReceipt2,
  IconRotate2,
  IconShoppingCart,
  IconSitemap,
  IconStack2,
  IconTableImport,
  IconThermometer,
  IconToolsKitchen2,
  IconTrash,
  IconTruck,
  IconTruckReturn,
  IconUsers,
} from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';

type Group = 'brewing' | 'warehouse' | 'house';

export interface Place {
  to:
    | '/'
    | '/batches'
    | '/cellar'
    | '/tank-calendar'
    | '/packaging'
    | '/recipes'
    | '/calculators'
    | '/cost-rates'
    | '/matching'
    | '/kegs'
    | '/stock'
    | '/receiving'
    | '/supplier-returns'
    | '/payables'
    | '/lots'
    | '/item-categories'
    | '/consumption'
    | '/expiring'
    | '/valuation'
    | '/waste'
    | '/movements'
    | '/counts'
    | '/transfers'
    | '/sheets'
    | '/office'
    | '/suggestions'
    | '/rotation'
    | '/shortages'
    | '/cold-rooms'
    | '/gases'
    | '/yeast'
    | '/items'
    | '/tracing'
    | '/suppliers'
    | '/purchase-orders'
    | '/people'
    | '/sessions'
    | '/audit'
    | '/dead-letters'
    | '/alerts';
  label: ParseKeys;
  icon: Icon;
  group: Group | null;
  /** One of these is enough; empty means everybody. */
  needs: string[];
  /** Lower comes first on the bottom bar of a phone or tablet; without a rank it is under "more". */
  rank?: number;
}

const EVERY_CONTEXT = ['security', 'inventory', 'purchasing', 'production', 'traceability', 'alerts'];

const PLACES: Place[] = [
  { to: '/', label: 'nav.home', icon: IconHome2, group: null, needs: [], rank: 1 },
  { to: '/alerts', label: 'nav.alerts', icon: IconBell, group: null, needs: ['alerts.inbox.read'] },
  {
    to: '/batches',
    label: 'nav.batches',
    icon: IconBarrel,
    group: 'brewing',
    needs: ['production.batches.read'],
    rank: 2,
  },
  {
    to: '/cellar',
    label: 'nav.cellar',
    icon: IconCylinder,
    group: 'brewing',
    needs: ['production.cellar.read'],
    rank: 3,
  },
  {
    to: '/tank-calendar',
    label: 'nav.calendar',
    icon: IconCalendarEvent,
    group: 'brewing',
    needs: ['production.cellar.read'],
  },
  {
    to: '/packaging',
    label: 'nav.packaging',
    icon: IconBottle,
    group: 'brewing',
    needs: ['production.packaging.work', 'production.packaging.define'],
  },
  {
    to: '/recipes',
    label: 'nav.recipes',
    icon: IconBook2,
    group: 'brewing',
    needs: ['production.recipes.read'],
    rank: 4,
  },
  {
    to: '/calculators',
    label: 'nav.calculators',
    icon: IconCalculator,
    group: 'brewing',
    needs: ['production.recipes.read'],
  },
  {
    to: '/cost-rates',
    label: 'nav.costRates',
    icon: IconReceipt2,
    group: 'brewing',
    needs: ['production.cost_rates.set'],
  },
  {
    to: '/matching',
    label: 'nav.matching',
    icon: IconAffiliate,
    group: 'brewing',
    needs: ['production.ingredients.match'],
  },
  {
    to: '/stock',
    label: 'nav.stock',
    icon: IconPackages,
    group: 'warehouse',
    needs: ['inventory.stock.read'],
    rank: 3,
  },
  {
    to: '/kegs',
    label: 'nav.kegs',
    icon: IconCylinder,
    group: 'warehouse',
    needs: ['inventory.kegs.read'],
    rank: 2.5,
  },
  {
    to: '/receiving',
    label: 'nav.receiving',
    icon: IconPackageImport,
    group: 'warehouse',
    needs: ['inventory.lots.receive', 'purchasing.goods.receive', 'purchasing.receipts.read'],
    rank: 5,
  },
  {
    to: '/consumption',
    label: 'nav.consumption',
    icon: IconToolsKitchen2,
    group: 'warehouse',
    needs: ['inventory.stock.issue'],
  },
  {
    to: '/expiring',
    label: 'nav.expiring',
    icon: IconClockExclamation,
    group: 'warehouse',
    needs: ['inventory.stock.read'],
  },
  {
    to: '/valuation',
    label: 'nav.valuation',
    icon: IconCoins,
    group: 'warehouse',
    needs: ['inventory.stock.value'],
  },
  {
    to: '/waste',
    label: 'nav.waste',
    icon: IconTrash,
    group: 'warehouse',
    needs: ['inventory.stock.read'],
  },
  {
    to: '/item-categories',
    label: 'nav.categories',
    icon: IconCategory,
    group: 'warehouse',
    needs: ['inventory.items.edit'],
  },
  {
    to: '/supplier-returns',
    label: 'nav.supplierReturns',
    icon: IconTruckReturn,
    group: 'warehouse',
    needs: ['purchasing.receipts.read'],
  },
  {
    to: '/payables',
    label: 'nav.payables',
    icon: IconReceipt2,
    group: 'warehouse',
    needs: ['purchasing.payables.read'],
  },
  { to: '/lots', label: 'nav.lots', icon: IconStack2, group: 'warehouse', needs: ['inventory.stock.read'] },
  {
    to: '/office',
    label: 'nav.office',
    icon: IconLayoutDashboard,
    group: 'warehouse',
    needs: ['inventory.stock.read'],
  },
  {
    to: '/suggestions',
    label: 'nav.suggestions',
    icon: IconShoppingCart,
    group: 'warehouse',
    needs: ['purchasing.orders.read'],
  },
  { to: '/rotation', label: 'nav.rotation', icon: IconRotate2, group: 'warehouse', needs: ['inventory.stock.read'] },
  {
    to: '/shortages',
    label: 'nav.shortages',
    icon: IconCalendarStats,
    group: 'warehouse',
    needs: ['inventory.stock.read'],
  },
  {
    to: '/cold-rooms',
    label: 'nav.coldRooms',
    icon: IconThermometer,
    group: 'warehouse',
    needs: ['inventory.stock.read'],
  },
  { to: '/gases', label: 'nav.gases', icon: IconCylinder, group: 'warehouse', needs: ['inventory.stock.read'] },
  { to: '/yeast', label: 'nav.yeast', icon: IconMicroscope, group: 'brewing', needs: ['inventory.stock.read'] },
  {
    to: '/movements',
    label: 'nav.movements',
    icon: IconArrowsExchange,
    group: 'warehouse',
    needs: ['inventory.stock.read'],
  },
  {
    to: '/transfers',
    label: 'nav.transfers',
    icon: IconArrowsSplit,
    group: 'warehouse',
    needs: ['inventory.transfers.work'],
  },
  {
    to: '/counts',
    label: 'nav.counts',
    icon: IconClipboardList,
    group: 'warehouse',
    needs: ['inventory.counts.count', 'inventory.counts.plan'],
  },
  {
    to: '/sheets',
    label: 'nav.sheets',
    icon: IconTableImport,
    group: 'warehouse',
    needs: ['inventory.sheets.import'],
  },
  { to: '/items', label: 'nav.items', icon: IconBoxSeam, group: 'warehouse', needs: ['inventory.stock.read'] },
  {
    to: '/purchase-orders',
    label: 'nav.orders',
    icon: IconShoppingCart,
    group: 'warehouse',
    needs: ['purchasing.orders.read'],
  },
  {
    to: '/suppliers',
    label: 'nav.suppliers',
    icon: IconTruck,
    group: 'warehouse',
    needs: ['purchasing.suppliers.read'],
  },
  {
    to: '/tracing',
    label: 'nav.tracing',
    icon: IconSitemap,
    group: 'warehouse',
    needs: ['traceability.graph.read'],
  },
  { to: '/people', label: 'nav.people', icon: IconUsers, group: 'house', needs: ['security.people.read'] },
  {
    to: '/sessions',
    label: 'nav.sessions',
    icon: IconDevices,
    group: 'house',
    needs: ['security.self.use', 'security.sessions.read_everyone'],
  },
  {
    to: '/audit',
    label: 'nav.audit',
    icon: IconClipboardCheck,
    group: 'house',
    needs: EVERY_CONTEXT.map((context) => `${context}.audit.read`),
  },
  {
    to: '/dead-letters',
    label: 'nav.deadLetters',
    icon: IconLifebuoy,
    group: 'house',
    needs: EVERY_CONTEXT.map((context) => `${context}.dead_letters.read`),
  },
];

export function placesFor(permissions: readonly string[]): Place[] {
  const held = new Set(permissions);
  return PLACES.filter((place) => place.needs.length === 0 || place.needs.some((need) => held.has(need)));
}
