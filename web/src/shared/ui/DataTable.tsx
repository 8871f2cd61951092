import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconDownload, IconSearch } from '@tabler/icons-react';
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router';
import {
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, toCsv } from '../format/csv';
import { formatCount, today } from '../format/format';
import classes from './DataTable.module.css';
import { useUrl } from './url';
import { Views } from './Views';

export interface Column<T> {
  id: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** What the CSV says; figures as the wire carries them. */
  csv?: (row: T) => string;
  /** Ascending order; the column can be sorted when it has one. */
  order?: (left: T, right: T) => number;
  total?: (rows: readonly T[]) => ReactNode;
  numeric?: boolean;
  /** Left out on a phone. */
  wide?: boolean;
  /** Only in the CSV, such as the unit of a figure. */
  csvOnly?: boolean;
}

interface Props<T> {
  /** What the table shows, for readers and for the CSV's file name. */
  name: string;
  rows: readonly T[];
  columns: Column<T>[];
  rowId: (row: T) => string;
  /** Where a row leads, if anywhere; its first cell becomes the link, and the whole row follows it. */
  link?: (row: T) => LinkProps | undefined;
  /** What a row without an address opens, such as a dialog: Enter and a tap on its first cell do it. */
  onOpen?: (row: T) => void;
  /** Shows a search box whose text lives in the address as `q`. */
  search?: string;
  filters?: ReactNode;
  more?: { has: boolean; busy: boolean; load: () => void };
  /** Without toolbar and frame, for a table inside a panel. */
  bare?: boolean;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

function readSort(text: string | undefined): SortingState {
  return text ? [{ id: text.replace(/^-/, ''), desc: text.startsWith('-') }] : [];
}

/** The house's table: sorts, totals, CSV, arrows and Enter, its state in the address, big rows under a finger. */
export function DataTable<T extends object>(props: Props<T>) {
  const { name, rows, columns: told, rowId, link, onOpen, search, filters, more, bare } = props;
  const columns = told.filter((column) => !column.csvOnly);
  const { t } = useTranslation();
  const [url, setUrl] = useUrl();
  const [ownSort, setOwnSort] = useState<SortingState>([]);
  const urlSort = url.sort;
  const sorting = useMemo(() => (bare ? ownSort : readSort(urlSort)), [bare, ownSort, urlSort]);
  const [active, setActive] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const navigate = useNavigate();

  const definitions = useMemo(
    () =>
      told.map((column) => ({
        id: column.id,
        accessorFn: (row: T) => row,
        enableSorting: column.order !== undefined,
        sortFn: (left: { original: unknown }, right: { original: unknown }) =>
          column.order?.(left.original as T, right.original as T) ?? 0,
      })),
    [told],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row: T) => rowId(row),
    state: { sorting },
    onSortingChange: (change: Updater<SortingState>) => {
      const next = typeof change === 'function' ? change(sorting) : change;
      if (bare) setOwnSort(next);
      else setUrl({ sort: next[0] ? `${next[0].desc ? '-' : ''}${next[0].id}` : undefined });
    },
  });
  const sorted = table.getRowModel().rows;
  const shown = Math.min(active, Math.max(0, sorted.length - 1));

  function move(to: number) {
    const target = Math.max(0, Math.min(sorted.length - 1, to));
    setActive(target);
    const row = body.current?.rows[target];
    const stop = row?.querySelector<HTMLElement>('[data-row]') ?? row;
    stop?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }

  function onKeys(event: KeyboardEvent) {
    const steps: Record<string, number> = {
      ArrowDown: shown + 1,
      ArrowUp: shown - 1,
      Home: 0,
      End: sorted.length - 1,
      PageDown: shown + 10,
      PageUp: shown - 10,
    };
    const to = steps[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(to);
  }

  function exportCsv() {
    const out = told.filter((column) => column.csv);
    const lines = sorted.map((row) => out.map((column) => column.csv?.(row.original) ?? ''));
    download(`${name}-${today()}.csv`, toCsv([out.map((column) => column.title), ...lines]));
  }

  const originals = sorted.map((row) => row.original);
  const hasTotals = columns.some((column) => column.total) && sorted.length > 1;
  return (
    <div>
      {!bare && (
        <div className={classes.toolbar} data-no-print>
          {search && (
            <SearchBox label={search} value={url.q ?? ''} onChange={(q) => setUrl({ q })} onDown={() => move(0)} />
          )}
          {filters}
          <Views />
          <span className={`${classes.count} num`} role="status">
            {t(more?.has ? 'ui.rowsSoFar' : 'ui.rows', { count: rows.length, figure: formatCount(rows.length) })}
          </span>
          <Tooltip label={t('ui.csv')}>
            <ActionIcon variant="default" aria-label={t('ui.csv')} onClick={exportCsv} disabled={rows.length === 0}>
              <IconDownload size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
      <div className={bare ? `${classes.frame} ${classes.bare}` : classes.frame}>
        <table className={classes.table} aria-label={name}>
          <thead>
            <tr>
              {columns.map((column) => {
                const head = table.getColumn(column.id);
                const direction = head?.getIsSorted() ?? false;
                return (
                  <th
                    key={column.id}
                    scope="col"
                    className={[column.numeric && classes.numeric, column.wide && classes.wide]
                      .filter(Boolean)
                      .join(' ')}
                    aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined}
                  >
                    {column.order ? (
                      <button
                        type="button"
                        className={classes.sort}
                        data-sorted={direction || undefined}
                        onClick={() => head?.toggleSorting(undefined, false)}
                      >
                        {column.title}
                        {direction === 'asc' ? (
                          <IconArrowUp size={15} aria-hidden />
                        ) : direction === 'desc' ? (
                          <IconArrowDown size={15} aria-hidden />
                        ) : (
                          <IconArrowsSort size={15} aria-hidden />
                        )}
                      </button>
                    ) : (
                      column.title
                    )}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKeys}>
            {sorted.map((row, index) => {
              const to = link?.(row.original);
              const stop = index === shown ? 0 : -1;
              return (
                <tr
                  key={row.id}
                  className={to || onOpen ? `${classes.row} ${classes.open}` : classes.row}
                  tabIndex={to || onOpen ? undefined : stop}
                  onFocus={() => setActive(index)}
                  onClick={
                    to || onOpen
                      ? (event) => {
                          const inside = (event.target as HTMLElement).closest('a, button, input, summary');
                          // A menu or a dialog of this row is elsewhere on the page, and no part of the row.
                          const own = event.currentTarget.contains(event.target as Node);
                          if (inside || !own || getSelection()?.toString()) return;
                          if (to) void navigate(to as Parameters<typeof navigate>[0]);
                          else onOpen?.(row.original);
                        }
                      : undefined
                  }
                >
                  {columns.map((column, at) => (
                    <td
                      key={column.id}
                      className={[column.numeric && classes.numeric, column.wide && classes.wide]
                        .filter(Boolean)
                        .join(' ')}
                    >
                      {at === 0 && to ? (
                        <Link {...to} className={classes.link} tabIndex={stop} data-row>
                          {column.cell(row.original)}
                        </Link>
                      ) : at === 0 && onOpen ? (
                        <button
                          type="button"
                          className={`${classes.link} ${classes.opens}`}
                          tabIndex={stop}
                          data-row
                          onClick={() => onOpen(row.original)}
                        >
                          {column.cell(row.original)}
                        </button>
                      ) : (
                        column.cell(row.original)
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
          {hasTotals && (
            <tfoot>
              <tr>
                {columns.map((column, at) => (
                  <td
                    key={column.id}
                    className={[column.numeric && classes.numeric, column.wide && classes.wide]
                      .filter(Boolean)
                      .join(' ')}
                  >
                    {column.total
                      ? column.total(originals)
                      : at === 0
                        ? t(more?.has ? 'ui.totalSoFar' : 'ui.total')
                        : null}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
        {more?.has && (
          <div className={classes.more}>
            <Button variant="default" onClick={more.load} loading={more.busy}>
              {t('ui.more')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function SearchBox({
  label,
  value,
  onChange,
  onDown,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onDown: () => void;
}) {
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, 200);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      className={classes.search}
      type="search"
      data-page-search
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={17} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') {
          event.preventDefault();
          onDown();
        }
        // A scanner ends with Enter: look it up now, not after the pause.
        if (event.key === 'Enter') onChange(text);
      }}
    />
  );
}
