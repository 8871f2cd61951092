import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The shape of a table before its rows are here. */
export function RowsSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} p="md" aria-busy="true" aria-label={t('ui.loading')} role="status">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={30} radius={4} opacity={1 - index / (rows + 2)} />
      ))}
    </Stack>
  );
}

/** The shape of a page: its title, its figures, its panel. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" aria-busy="true" aria-label={t('ui.loading')} role="status">
      <Skeleton height={38} width="min(340px, 70%)" />
      <Skeleton height={92} />
      <Skeleton height={280} />
    </Stack>
  );
}
