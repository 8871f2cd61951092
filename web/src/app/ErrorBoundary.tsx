import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Trouble } from '@/shared/ui/Panel';

/** Catches what a screen did not, so that one broken page does not take the rest with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error ? <Broken error={error} retry={() => this.setState({ error: null })} /> : this.props.children;
  }
}

/** What happened, what was kept, what to do. */
export function Broken({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <div style={{ maxWidth: 640, margin: '8vh auto', padding: 16 }}>
      <Trouble
        icon={IconAlertTriangle}
        title={t('problem.screen')}
        kept={t('problem.screenKept')}
        todo={t('problem.screenTodo')}
        small={error.message}
      >
        <Button mt={10} mr={8} onClick={retry}>
          {t('ui.again')}
        </Button>
        <Button mt={10} variant="default" onClick={() => location.assign('/')}>
          {t('problem.goHome')}
        </Button>
      </Trouble>
    </div>
  );
}
