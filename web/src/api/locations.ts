import { useQuery } from '@tanstack/react-query';
import { question } from './client';

/** The built-in place of what was dispatched and not received: nobody puts or takes anything there. */
const ON_ITS_WAY = 'TRANSIT';

/** The places where lots stand, for a select, and what each is called. */
export function useLocations(wanted = true) {
  const asked = useQuery({ ...question('inventory', '/v1/storage-locations'), enabled: wanted, staleTime: 60_000 });
  const all = asked.data?.items ?? [];
  const names = new Map(all.map((one) => [one.id, one.name]));
  return {
    asked,
    all,
    options: all
      .filter((one) => one.active && one.kind !== ON_ITS_WAY)
      .map((one) => ({ value: one.id, label: `${one.name} · ${one.code}` })),
    nameOf: (id: string | null | undefined) => (id ? (names.get(id) ?? '—') : '—'),
  };
}
