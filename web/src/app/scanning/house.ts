import type { TFunction } from 'i18next';
import { get } from '@/api/client';
import { Refusal } from '@/api/problem';
import type { Found, Reader } from '@/shared/keys/scans';

/** What may not be seen, or is not there, is nothing found; only silence is an error. */
async function orNothing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const same = (left: string, right: string) => left.toLocaleUpperCase('es-MX') === right.toLocaleUpperCase('es-MX');

/** The codes that every page knows: lots, batches, kegs, orders, items. */
export function houseReaders(t: TFunction): Reader[] {
  const lot: Reader = {
    knows: (code) => /^LOTE-\d+$/i.test(code),
    find: async (code): Promise<Found | null> => {
      const answer = await orNothing(get('/v1/lots', { query: { q: code, open_only: false, limit: 20 } }));
      const one = answer?.items.find((each) => same(each.code, code));
      return one
        ? { label: t('wedge.lot', { code: one.code }), to: { to: '/lots/$lotId', params: { lotId: one.id } } }
        : null;
    },
  };
  const batch: Reader = {
    knows: (code) => /^L-\d+$/i.test(code),
    find: async (code): Promise<Found | null> => {
      const answer = await orNothing(get('/v1/batches', { query: { q: code, limit: 20 } }));
      const one = answer?.items.find((each) => same(each.number, code));
      return one
        ? {
            label: t('wedge.batch', { code: one.number }),
            to: { to: '/batches/$batchId', params: { batchId: one.id } },
          }
        : null;
    },
  };
  const keg: Reader = {
    knows: (code) => /^KEG-/i.test(code) || /^(?:https?:\/\/.*\/8003\/|8003)/.test(code),
    find: async (code): Promise<Found | null> => {
      const one = await orNothing(get('/v1/keg-scans/{code}', { at: { code } }));
      return one
        ? { label: t('wedge.keg', { code: one.serial }), to: { to: '/kegs/$kegId', params: { kegId: one.id } } }
        : null;
    },
  };
  const order: Reader = {
    knows: (code) => /^OC-\d+/i.test(code),
    find: async (code): Promise<Found | null> => {
      const answer = await orNothing(get('/v1/purchase-orders', { query: { q: code, limit: 20 } }));
      const one = answer?.items.find((each) => same(each.number, code));
      return one
        ? {
            label: t('wedge.order', { code: one.number }),
            to: { to: '/purchase-orders/$orderId', params: { orderId: one.id } },
          }
        : null;
    },
  };
  const item: Reader = {
    knows: (code) => code.length <= 60,
    find: async (code): Promise<Found | null> => {
      const answer = await orNothing(get('/v1/items', { query: { q: code, limit: 50 } }));
      const one = answer?.items.find((each) => same(each.sku, code));
      return one ? { label: one.name, to: { to: '/items/$itemId', params: { itemId: one.id } } } : null;
    },
  };
  return [lot, batch, keg, order, item];
}
