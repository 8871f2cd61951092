import Dexie, { type Table } from 'dexie';
import type { Problem } from '@/api/problem';

/** What a person asked for, written down before the first try, under the key that every try carries. */
export interface Intent {
  key: string;
  personId: string;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body: unknown;
  /** What the person called it, in their language: shown while it waits. */
  label: string;
  madeAt: string;
  tries: number;
  /** `held` waits out its five seconds, in which it can be undone; `dropped` is a refused one that is being let go. */
  state: 'waiting' | 'refused' | 'held' | 'dropped';
  /** When a held or dropped one goes, as an ISO moment. */
  dueAt?: string;
  problem?: Problem;
}

/** The last answer to a question whose page must open without a network. */
interface Answer {
  /** Person and address. */
  key: string;
  body: unknown;
  keptAt: string;
}

class Device extends Dexie {
  intents!: Table<Intent, string>;
  answers!: Table<Answer, string>;
  constructor() {
    super('desertbrew', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ intents: 'key, state, madeAt' });
    this.version(2).stores({ intents: 'key, state, madeAt', answers: 'key, keptAt' });
  }
}

export const device = new Device();
