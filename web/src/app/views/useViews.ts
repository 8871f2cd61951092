import { useQuery } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { question } from '@/api/client';
import type { SavedView } from '@/api/wire';
import { useGoing } from '@/offline/useHold';
import { stateOf } from '@/shared/ui/url';

const viewsQuestion = { ...question('security', '/v1/me/views'), staleTime: 300_000 };

/** One's own views of the page at hand, by name; one that is being deleted is gone already. */
export function useViews(): SavedView[] {
  const page = useRouterState({ select: (state) => state.location.pathname });
  const views = useQuery(viewsQuestion);
  const going = useGoing();
  return (views.data?.items ?? []).filter((view) => view.page === page && !going(`/v1/me/views/${view.id}`));
}

/** Opens a page by its default view, where it is entered without any filter of its own.
 *
 * Going back is no entering: whoever had taken the filters away finds the page as they left it.
 */
export function useDefaultView(): void {
  const router = useRouter();
  const page = useRouterState({ select: (state) => state.location.pathname });
  const bare = useRouterState({ select: (state) => state.location.searchStr === '' });
  const views = useViews();
  const how = useRef<string>('PUSH');
  const decided = useRef<string | null>(null);
  const { isSuccess } = useQuery(viewsQuestion);

  useEffect(() => router.history.subscribe(({ action }) => (how.current = action.type)), [router]);
  useEffect(() => {
    if (!isSuccess || decided.current === page) return;
    decided.current = page;
    const view = views.find((one) => one.is_default);
    if (view && bare && how.current !== 'BACK' && how.current !== 'FORWARD')
      void router.navigate({ to: '.', replace: true, search: stateOf(view.query) as never });
  }, [isSuccess, page, bare, views, router]);
}
