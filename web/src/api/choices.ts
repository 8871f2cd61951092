import { useInfiniteQuery } from '@tanstack/react-query';
import { formatQuantity } from '@/shared/format/format';
import { pages } from './client';

const SHOWN = 30;

/** Items whose name or SKU matches, with what there is of each; the answer to a picker. */
export function useItemChoices(text: string, wanted: boolean) {
  const items = useInfiniteQuery({ ...pages('inventory', '/v1/items', { q: text, limit: SHOWN }), enabled: wanted });
  return {
    busy: items.isFetching,
    choices: (items.data ?? []).map((item) => ({
      id: item.id,
      name: item.name,
      note: `${item.sku} · ${formatQuantity(item.on_hand, item.base_unit)}`,
      item,
    })),
  };
}

/** Suppliers whose name matches. */
export function useSupplierChoices(text: string, wanted: boolean) {
  const suppliers = useInfiniteQuery({
    ...pages('purchasing', '/v1/suppliers', { q: text, limit: SHOWN }),
    enabled: wanted,
  });
  return {
    busy: suppliers.isFetching,
    choices: (suppliers.data ?? []).map((supplier) => ({
      id: supplier.id,
      name: supplier.name,
      note: supplier.rfc ?? undefined,
    })),
  };
}
