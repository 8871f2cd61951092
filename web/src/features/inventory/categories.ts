import { useQuery } from '@tanstack/react-query';
import { question } from '@/api/client';

/** The catalogue's categories, and those of them that take new items as choices. */
export function useCategories() {
  const asked = useQuery(question('inventory', '/v1/item-categories'));
  const all = asked.data?.items ?? [];
  return { asked, all, options: all.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name })) };
}
