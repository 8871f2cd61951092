import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';

export type Density = 'desk' | 'touch' | 'glove';

/** Roles that work standing, with wet hands: on a touch screen they get 64 px targets. */
const GLOVED = new Set(['brewer', 'cellar', 'warehouse']);

export function useTouch(): boolean {
  return useMediaQuery('(pointer: coarse), (max-width: 1100px)', false, { getInitialValueInEffect: false });
}

function usePhone(): boolean {
  return useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
}

/** Sets the page's density from the screen and the person's roles. A phone stays at 48 px: 64 would leave no page. */
export function useDensity(roles: readonly string[]): Density {
  const touch = useTouch();
  const phone = usePhone();
  const gloved = roles.some((role) => GLOVED.has(role));
  const density: Density = !touch ? 'desk' : gloved && !phone ? 'glove' : 'touch';
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  return density;
}
