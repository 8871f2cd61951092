import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setupQuestion } from '@/api/session';
import { language, speak } from '@/shared/i18n/i18n';
import { Landscape, Mark } from '@/shared/ui/landscape';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import classes from './Entrance.module.css';
import { OwnerForm } from './OwnerForm';
import { PasswordForm } from './PasswordForm';
import { PinEntrance } from './PinEntrance';

/** The door: the owner's first start, the shared tablet's faces, or a name and a password. */
export function EntrancePage() {
  const { t } = useTranslation();
  const setup = useQuery(setupQuestion);
  const [byPassword, setByPassword] = useState(false);
  useEffect(() => {
    document.title = `${t('entrance.title')} · Desert Brew OS`;
  }, [t]);

  function door() {
    if (setup.data === undefined) {
      return (
        <div className={classes.card}>
          {setup.error ? <ProblemPanel error={setup.error} retry={() => void setup.refetch()} /> : <PageSkeleton />}
        </div>
      );
    }
    if (setup.data.needs_owner) return <OwnerForm />;
    if (setup.data.shared_device && !byPassword) {
      return <PinEntrance device={setup.data.shared_device.name} onPassword={() => setByPassword(true)} />;
    }
    return (
      <PasswordForm setup={setup.data} onPin={setup.data.shared_device ? () => setByPassword(false) : undefined} />
    );
  }

  return (
    <main className={classes.scene}>
      <div className={`sarape ${classes.stripe}`} aria-hidden="true" />
      <div className={classes.land}>
        <Landscape />
      </div>
      <div className={classes.inside}>
        <div className={classes.brand}>
          <Mark size={64} />
          <p>
            {t('brand.name')}
            <small>{t('brand.line')}</small>
          </p>
        </div>
        {door()}
        <div className={classes.foot}>
          <Button variant="default" size="compact-md" onClick={() => speak(language() === 'en' ? 'es-MX' : 'en')}>
            {t('palette.speak')}
          </Button>
        </div>
      </div>
    </main>
  );
}
