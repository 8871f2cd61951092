import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AuditEntry } from '@/api/wire';
import { humanised, isId, shortId } from '@/shared/format/words';
import { useWord } from '@/shared/i18n/useWord';

/** The pages of things, by the name under which a report carries their id. */
const PAGES: Record<string, (id: string) => LinkProps> = {
  item_id: (id) => ({ to: '/items/$itemId', params: { itemId: id } }),
  product_item_id: (id) => ({ to: '/items/$itemId', params: { itemId: id } }),
  lot_id: (id) => ({ to: '/lots/$lotId', params: { lotId: id } }),
  batch_id: (id) => ({ to: '/batches/$batchId', params: { batchId: id } }),
  recipe_id: (id) => ({ to: '/recipes/$recipeId', params: { recipeId: id } }),
  receipt_id: (id) => ({ to: '/receipts/$receiptId', params: { receiptId: id } }),
};

/** What a command makes; its answer's id is the entry's subject, and no part of what was asked. */
const MAKES: Record<string, string> = {
  'inventory.create_item': 'item_id',
  'inventory.receive_lots': 'receipt_id',
  'production.plan_batch': 'batch_id',
  'inventory.issue_materials': 'batch_id',
  'inventory.stock_beer': 'batch_id',
  'production.receive_materials': 'batch_id',
  'production.refuse_materials': 'batch_id',
};

/** Where an entry's thing is to be seen; null where it has no page. */
export function subjectLink({ action, subject }: AuditEntry, report: object | null): LinkProps | null {
  if (!isId(subject)) return null;
  const asked = Object.entries(report ?? {}).find(([key, value]) => value === subject && key in PAGES)?.[0];
  const kind = asked ?? MAKES[action];
  return (kind && PAGES[kind]?.(subject)) || null;
}

/** `production.batch_planned.v1` as what happened, in words. */
export function useHappened(): (event: string) => string {
  const w = useWord();
  return (event) => {
    const name = event.split('.')[1] ?? event;
    const word = w('happened', name);
    return word === name ? humanised(name) : word;
  };
}

/** What a person did, or the house by itself, in words. */
export function useDeed(): (action: string) => string {
  const w = useWord();
  return (action) => {
    const verb = action.slice(action.indexOf('.') + 1);
    const word = w('acts', verb);
    return word === verb ? humanised(verb) : word;
  };
}

/** Ids in a report: people by name, things as a link to their page. */
export function idShown(key: string, value: string, nameOf: (id: string) => string | null): ReactNode {
  if (!isId(value)) return null;
  const name = nameOf(value);
  if (name) return name;
  const page = PAGES[key]?.(value);
  return page ? <Link {...page}>{shortId(value)}</Link> : null;
}
