import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { SessionContext, sessionQuestion } from '@/api/session';
import { EntrancePage } from '@/features/entrance/EntrancePage';
import { useDensity } from '@/shared/theme/density';
import { Mark } from '@/shared/ui/landscape';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Shell } from './Shell';
import { UpdatePrompt } from './UpdatePrompt';

/** What a guest's QR opens; nobody asks there who one is. */
const PUBLIC = /^\/(trace|8003)\/[^/]+\/?$/;

/** A guest gets the page behind the QR and nothing is left in their browser; whoever works here gets the house. */
export function Root() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (PUBLIC.test(path)) return <Outlet />;
  return (
    <>
      <House />
      <UpdatePrompt />
    </>
  );
}

/** Whoever is signed in gets the house; anybody else gets the door, at whatever address they asked for. */
function House() {
  const session = useQuery(sessionQuestion);
  useDensity(session.data?.person.roles ?? []);
  if (session.data === undefined) {
    return (
      <main style={{ maxWidth: 640, margin: '12vh auto', padding: 16, display: 'grid', gap: 20 }}>
        <Mark size={64} />
        {session.error ? <ProblemPanel error={session.error} retry={() => void session.refetch()} /> : <PageSkeleton />}
      </main>
    );
  }
  if (session.data === null) return <EntrancePage />;
  return (
    <SessionContext value={session.data}>
      <Shell session={session.data}>
        <Outlet />
      </Shell>
    </SessionContext>
  );
}
