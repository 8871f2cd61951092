import { IconChevronRight, IconSunHigh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/ui/Panel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import classes from './Home.module.css';
import type { Task } from './useTasks';

export function Tasks({ tasks }: { tasks: Task[] | undefined }) {
  const { t } = useTranslation();
  if (tasks === undefined) return <RowsSkeleton rows={4} />;
  if (tasks.length === 0) return <EmptyState icon={IconSunHigh} title={t('home.clear')} body={t('home.clearBody')} />;
  return (
    <ul className={classes.tasks}>
      {tasks.map(({ id, icon: Sign, tone, what, more, link }) => (
        <li key={id}>
          <Link {...link} className={classes.task}>
            <span className={`${classes.sign} ${classes[tone]}`}>
              <Sign size={21} stroke={1.8} aria-hidden />
            </span>
            <strong>{what}</strong>
            <small>{more}</small>
            <IconChevronRight size={20} aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}
