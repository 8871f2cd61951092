import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '@/shared/ui/PageHeader';
import { EmptyState } from '@/shared/ui/Panel';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('notFound.title')} />
      <EmptyState icon={IconMapQuestion} title={t('notFound.lost')} body={t('notFound.body')}>
        <Link to="/">{t('problem.goHome')}</Link>
      </EmptyState>
    </>
  );
}
