import { useQuery } from '@tanstack/react-query';
import { question } from './client';

/** The places where lots stand, for a select, and what each is called. */
export function useLocations(wanted = true) {
  const asked = useQuery({ ...question('inventory', '/v1/storage-locations'), enabled: wanted, staleTime: 60_000 });
  const all = asked.data?.items ?? [];
  const names = new Map(all.map((one) => [one.id, one.name]));
  return {
    asked,
    all,
    options: all.map((one) => ({ value: one.id, label: `${one.name} · ${one.code}` })),
    nameOf: (id: string | null | undefined) => (id ? (names.get(id) ?? '—') : '—'),
  };
}
