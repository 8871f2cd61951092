import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Broken } from './ErrorBoundary';
import { NotFound } from './NotFound';
import { Root } from './Root';

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
const at = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component });

const tree = root.addChildren([
  at(
    '/',
    lazyRouteComponent(() => import('@/features/home/HomePage'), 'HomePage'),
  ),
  at(
    '/batches',
    lazyRouteComponent(() => import('@/features/batches/BatchesPage'), 'BatchesPage'),
  ),
  at(
    '/batches/plan',
    lazyRouteComponent(() => import('@/features/batches/PlanPage'), 'PlanPage'),
  ),
  at(
    '/batches/$batchId',
    lazyRouteComponent(() => import('@/features/batches/BatchPage'), 'BatchPage'),
  ),
  at(
    '/cellar',
    lazyRouteComponent(() => import('@/features/cellar/PlantPage'), 'PlantPage'),
  ),
  at(
    '/tank-calendar',
    lazyRouteComponent(() => import('@/features/cellar/CalendarPage'), 'CalendarPage'),
  ),
  at(
    '/cellar/$vesselId',
    lazyRouteComponent(() => import('@/features/cellar/VesselPage'), 'VesselPage'),
  ),
  at(
    '/packaging',
    lazyRouteComponent(() => import('@/features/packaging/PackagingPage'), 'PackagingPage'),
  ),
  at(
    '/packaging/$runId',
    lazyRouteComponent(() => import('@/features/packaging/RunPage'), 'RunPage'),
  ),
  at(
    '/kegs',
    lazyRouteComponent(() => import('@/features/kegs/KegsPage'), 'KegsPage'),
  ),
  at(
    '/kegs/scan',
    lazyRouteComponent(() => import('@/features/kegs/ScanPage'), 'ScanPage'),
  ),
  at(
    '/kegs/at-risk',
    lazyRouteComponent(() => import('@/features/kegs/RiskPage'), 'RiskPage'),
  ),
  at(
    '/kegs/figures',
    lazyRouteComponent(() => import('@/features/kegs/FiguresPage'), 'FiguresPage'),
  ),
  at(
    '/kegs/$kegId',
    lazyRouteComponent(() => import('@/features/kegs/KegPage'), 'KegPage'),
  ),
  at(
    '/brews/$brewId',
    lazyRouteComponent(() => import('@/features/brewday/BrewDayPage'), 'BrewDayPage'),
  ),
  at(
    '/cost-rates',
    lazyRouteComponent(() => import('@/features/batches/RatesPage'), 'RatesPage'),
  ),
  at(
    '/recipes',
    lazyRouteComponent(() => import('@/features/recipes/RecipesPage'), 'RecipesPage'),
  ),
  at(
    '/recipes/import',
    lazyRouteComponent(() => import('@/features/recipes/ImportPage'), 'ImportPage'),
  ),
  at(
    '/recipes/$recipeId',
    lazyRouteComponent(() => import('@/features/recipes/RecipePage'), 'RecipePage'),
  ),
  at(
    '/recipes/$recipeId/edit',
    lazyRouteComponent(() => import('@/features/recipes/EditPage'), 'EditPage'),
  ),
  at(
    '/equipment',
    lazyRouteComponent(() => import('@/features/recipes/EquipmentPage'), 'EquipmentPage'),
  ),
  at(
    '/matching',
    lazyRouteComponent(() => import('@/features/recipes/MatchingPage'), 'MatchingPage'),
  ),
  at(
    '/stock',
    lazyRouteComponent(() => import('@/features/inventory/StockPage'), 'StockPage'),
  ),
  at(
    '/transfers',
    lazyRouteComponent(() => import('@/features/transfers/TransfersPage'), 'TransfersPage'),
  ),
  at(
    '/transfers/$transferId',
    lazyRouteComponent(() => import('@/features/transfers/TransferPage'), 'TransferPage'),
  ),
  at(
    '/items',
    lazyRouteComponent(() => import('@/features/inventory/ItemsPage'), 'ItemsPage'),
  ),
  at(
    '/items/$itemId',
    lazyRouteComponent(() => import('@/features/inventory/ItemPage'), 'ItemPage'),
  ),
  at(
    '/item-categories',
    lazyRouteComponent(() => import('@/features/inventory/CategoriesPage'), 'CategoriesPage'),
  ),
  at(
    '/consumption',
    lazyRouteComponent(() => import('@/features/inventory/ConsumptionPage'), 'ConsumptionPage'),
  ),
  at(
    '/expiring',
    lazyRouteComponent(() => import('@/features/inventory/ExpiringPage'), 'ExpiringPage'),
  ),
  at(
    '/valuation',
    lazyRouteComponent(() => import('@/features/inventory/ValuationPage'), 'ValuationPage'),
  ),
  at(
    '/waste',
    lazyRouteComponent(() => import('@/features/inventory/WastePage'), 'WastePage'),
  ),
  at(
    '/lots',
    lazyRouteComponent(() => import('@/features/inventory/LotsPage'), 'LotsPage'),
  ),
  at(
    '/lots/$lotId',
    lazyRouteComponent(() => import('@/features/inventory/LotPage'), 'LotPage'),
  ),
  at(
    '/recalls',
    lazyRouteComponent(() => import('@/features/inventory/RecallsPage'), 'RecallsPage'),
  ),
  at(
    '/office',
    lazyRouteComponent(() => import('@/features/replenishment/OfficePage'), 'OfficePage'),
  ),
  at(
    '/suggestions',
    lazyRouteComponent(() => import('@/features/replenishment/SuggestionsPage'), 'SuggestionsPage'),
  ),
  at(
    '/rotation',
    lazyRouteComponent(() => import('@/features/inventory/RotationPage'), 'RotationPage'),
  ),
  at(
    '/shortages',
    lazyRouteComponent(() => import('@/features/inventory/ShortagesPage'), 'ShortagesPage'),
  ),
  at(
    '/cold-rooms',
    lazyRouteComponent(() => import('@/features/inventory/ColdRoomsPage'), 'ColdRoomsPage'),
  ),
  at(
    '/gases',
    lazyRouteComponent(() => import('@/features/inventory/GasesPage'), 'GasesPage'),
  ),
  at(
    '/yeast',
    lazyRouteComponent(() => import('@/features/inventory/YeastPage'), 'YeastPage'),
  ),
  at(
    '/yeast/$cultureId',
    lazyRouteComponent(() => import('@/features/inventory/CulturePage'), 'CulturePage'),
  ),
  at(
    '/counts',
    lazyRouteComponent(() => import('@/features/counting/CountsPage'), 'CountsPage'),
  ),
  at(
    '/counts/$countId',
    lazyRouteComponent(() => import('@/features/counting/CountPage'), 'CountPage'),
  ),
  at(
    '/counts/$countId/count',
    lazyRouteComponent(() => import('@/features/counting/CountingPage'), 'CountingPage'),
  ),
  at(
    '/sheets',
    lazyRouteComponent(() => import('@/features/sheets/SheetsPage'), 'SheetsPage'),
  ),
  at(
    '/movements',
    lazyRouteComponent(() => import('@/features/inventory/MovementsPage'), 'MovementsPage'),
  ),
  at(
    '/receiving',
    lazyRouteComponent(() => import('@/features/receiving/ReceivingPage'), 'ReceivingPage'),
  ),
  at(
    '/counting/$draftId',
    lazyRouteComponent(() => import('@/features/receiving/CountingPage'), 'CountingPage'),
  ),
  at(
    '/goods-receipts/$receiptId',
    lazyRouteComponent(() => import('@/features/receiving/GoodsReceiptPage'), 'GoodsReceiptPage'),
  ),
  at(
    '/supplier-returns',
    lazyRouteComponent(() => import('@/features/receiving/ReturnsPage'), 'ReturnsPage'),
  ),
  at(
    '/supplier-returns/$returnId',
    lazyRouteComponent(() => import('@/features/receiving/ReturnPage'), 'ReturnPage'),
  ),
  at(
    '/payables',
    lazyRouteComponent(() => import('@/features/receiving/PayablesPage'), 'PayablesPage'),
  ),
  at(
    '/receipts/$receiptId',
    lazyRouteComponent(() => import('@/features/receiving/ReceiptPage'), 'ReceiptPage'),
  ),
  at(
    '/suppliers',
    lazyRouteComponent(() => import('@/features/purchasing/SuppliersPage'), 'SuppliersPage'),
  ),
  at(
    '/suppliers/$supplierId',
    lazyRouteComponent(() => import('@/features/purchasing/SupplierPage'), 'SupplierPage'),
  ),
  at(
    '/purchase-orders',
    lazyRouteComponent(() => import('@/features/purchasing/OrdersPage'), 'OrdersPage'),
  ),
  at(
    '/purchase-orders/new',
    lazyRouteComponent(() => import('@/features/purchasing/OrderFormPage'), 'NewOrderPage'),
  ),
  at(
    '/purchase-orders/$orderId',
    lazyRouteComponent(() => import('@/features/purchasing/OrderPage'), 'OrderPage'),
  ),
  at(
    '/purchase-orders/$orderId/edit',
    lazyRouteComponent(() => import('@/features/purchasing/OrderFormPage'), 'EditOrderPage'),
  ),
  at(
    '/people',
    lazyRouteComponent(() => import('@/features/people/PeoplePage'), 'PeoplePage'),
  ),
  at(
    '/sessions',
    lazyRouteComponent(() => import('@/features/people/SessionsPage'), 'SessionsPage'),
  ),
  at(
    '/calculators',
    lazyRouteComponent(() => import('@/features/calculators/CalculatorsPage'), 'CalculatorsPage'),
  ),
  at(
    '/audit',
    lazyRouteComponent(() => import('@/features/records/AuditPage'), 'AuditPage'),
  ),
  at(
    '/alerts',
    lazyRouteComponent(() => import('@/features/alerts/AlertsPage'), 'AlertsPage'),
  ),
  at(
    '/dead-letters',
    lazyRouteComponent(() => import('@/features/records/DeadLettersPage'), 'DeadLettersPage'),
  ),
  at(
    '/me',
    lazyRouteComponent(() => import('@/features/profile/ProfilePage'), 'ProfilePage'),
  ),
  at(
    '/tracing',
    lazyRouteComponent(() => import('@/features/tracing/TracingPage'), 'TracingPage'),
  ),
  at(
    '/tracing/$kind/$nodeId',
    lazyRouteComponent(() => import('@/features/tracing/TracePage'), 'TracePage'),
  ),
  at(
    '/recalls/$lotId',
    lazyRouteComponent(() => import('@/features/tracing/RecallPage'), 'RecallPage'),
  ),
  // Outside the shell: see `Root`.
  at(
    '/trace/$code',
    lazyRouteComponent(() => import('@/features/guest/GuestPage'), 'GuestPage'),
  ),
  at(
    '/8003/$grai',
    lazyRouteComponent(() => import('@/features/guest/GuestPage'), 'AssetPage'),
  ),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => (
    <Broken error={error instanceof Error ? error : new Error(String(error))} retry={reset} />
  ),
  scrollRestoration: true,
  // Filters are plain words in the address (?q=malta&sort=-value), not JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, String(value)]),
    ).toString();
    return text ? `?${text}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
