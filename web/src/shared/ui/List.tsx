import type { Icon } from '@tabler/icons-react';
import { IconSearchOff } from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from './DataTable';
import { EmptyState } from './Panel';
import { ProblemPanel } from './ProblemPanel';
import { RowsSkeleton } from './skeletons';
import { useUrl } from './url';

/** The parts of an infinite query that a list page needs; TanStack's own result fits. */
interface Pages<T> {
  data: T[] | undefined;
  error: Error | null;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props<T> {
  name: string;
  answer: Pages<T>;
  columns: Column<T>[];
  rowId: (row: T) => string;
  link?: (row: T) => LinkProps | undefined;
  onOpen?: (row: T) => void;
  search?: string;
  filters?: ReactNode;
  /** The address's filters that narrow this list: with none set, no rows means that nothing is there yet. */
  narrowedBy?: string[];
  bare?: boolean;
  empty: { icon: Icon; title: string; body: string; act?: ReactNode };
  /** For lists that the server answers whole: keeps the rows that match the search text. */
  matches?: (row: T, text: string) => boolean;
}

/** A list page's body in its four states: waiting, failed, empty, filled. */
export function List<T extends object>({ answer, narrowedBy = ['q'], empty, matches, ...table }: Props<T>) {
  const { t } = useTranslation();
  const [url] = useUrl();
  if (answer.isPending) return <RowsSkeleton />;
  if (answer.error && !answer.data) return <ProblemPanel error={answer.error} retry={() => void answer.refetch()} />;
  const text = url.q?.toLocaleLowerCase('es-MX');
  const all = answer.data ?? [];
  const rows = matches && text ? all.filter((row) => matches(row, text)) : all;
  const narrowed = narrowedBy.some((name) => url[name]);
  if (rows.length === 0 && !narrowed) {
    return (
      <EmptyState icon={empty.icon} title={empty.title} body={empty.body}>
        {empty.act}
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        {...table}
        rows={rows}
        more={{ has: answer.hasNextPage, busy: answer.isFetchingNextPage, load: () => void answer.fetchNextPage() }}
      />
      {rows.length === 0 && <EmptyState icon={IconSearchOff} title={t('ui.noneMatch')} body={t('ui.noneMatchBody')} />}
    </>
  );
}
