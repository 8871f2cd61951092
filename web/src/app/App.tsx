import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { mayPass } from '@/offline/commands';
import { theme, variables } from '@/shared/theme/theme';
import { ErrorBoundary } from './ErrorBoundary';
import { router } from './router';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (tries, error) => tries < 2 && mayPass(error),
      // Offline is told by the live feed; a paused query would be a page that never fills.
      networkMode: 'always',
    },
  },
});

export function App() {
  const { t } = useTranslation();
  // Mantine draws this button itself, without a word on it.
  const worded = useMemo(() => {
    const closeButtonProps = { 'aria-label': t('ui.close') };
    return mergeThemeOverrides(theme, { components: { Notification: { defaultProps: { closeButtonProps } } } });
  }, [t]);
  return (
    <MantineProvider theme={worded} cssVariablesResolver={variables} defaultColorScheme="auto">
      <DatesProvider settings={{ locale: 'es-mx', firstDayOfWeek: 1 }}>
        <ErrorBoundary>
          <QueryClientProvider client={client}>
            <Notifications position="top-center" containerWidth={400} autoClose={4000} limit={3} zIndex={400} />
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ErrorBoundary>
      </DatesProvider>
    </MantineProvider>
  );
}
