import { IconBell, IconBellRinging } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import classes from './Shell.module.css';

/** How many alerts nobody takes care of yet; the feed renews it the moment one is raised or taken. */
export function AlertBell() {
  const { t } = useTranslation();
  const { data } = useQuery(question('alerts', '/v1/alerts/waiting'));
  const count = data ? data.notice + data.warning + data.critical : 0;
  const Sign = count > 0 ? IconBellRinging : IconBell;
  return (
    <Link to="/alerts" className={classes.pill} aria-label={t('alerts.bell', { count })}>
      <Sign size={18} aria-hidden />
      {count > 0 && <span className="num">{count}</span>}
    </Link>
  );
}
