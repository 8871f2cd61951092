import { useLocalStorage } from '@mantine/hooks';

/** Which groups of places somebody folded away on this device; the one of the page that is open is never folded. */
export function useFolded(here: string | null): { folded: Set<string>; fold: (group: string) => void } {
  const [kept, keep] = useLocalStorage<string[]>({ key: 'desertbrew-folded', defaultValue: [] });
  const folded = new Set(kept.filter((group) => group !== here));
  return {
    folded,
    fold: (group) => keep((before) => (folded.has(group) ? before.filter((one) => one !== group) : [...before, group])),
  };
}
