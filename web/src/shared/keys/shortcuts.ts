import { useEffect } from 'react';
import { wedge } from './wedge';

/** True while a person types: single-letter shortcuts stay silent then, and a scanner writes where the cursor is. */
export function typing(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest('input, textarea, select, [contenteditable="true"]');
}

/** The keys that work on every page: `/` goes to the page's search, `?` shows the sheet. Returns nothing; cleans up. */
export function useShortcuts(onHelp: () => void): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || wedge.bursting) return;
      if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('[data-page-search]');
        if (search) {
          event.preventDefault();
          search.focus();
          search.select();
        }
      }
      if (event.key === '?') {
        event.preventDefault();
        onHelp();
      }
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onHelp]);
}
