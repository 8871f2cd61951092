import { type ComponentType, createContext, useContext } from 'react';

/** What the shell shows beside a list's filters; none where there is no shell. */
export const ViewsSlot = createContext<ComponentType | null>(null);

/** The place of the saved views in a list's toolbar; the shell fills it. */
export function Views() {
  const Menu = useContext(ViewsSlot);
  return Menu && <Menu />;
}
