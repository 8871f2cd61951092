import type { BrewDay, BrewEntry, BrewStep, EntryKind } from '@/api/wire';
import type { Intent } from '@/offline/store';
import { compare, type Decimal, sum, times, toPixels } from '@/shared/format/decimal';

/** What somebody said of a step, as the sheet shows it; `waiting` while only this device knows. */
export interface Said {
  step_id: string;
  kind: EntryKind;
  value: Decimal | null;
  note: string;
  by_name: string;
  happened_at: string;
  waiting: boolean;
}

export interface Standing {
  step: BrewStep;
  said: Said[];
  startedAt: number | null;
  finished: boolean;
  skipped: boolean;
  /** The latest figure. */
  value: Decimal | null;
  outside: boolean;
  contested: boolean;
}

/** Says something of a step, for the sheet and for the server. */
export type Say = (stepId: string, kind: EntryKind, label: string, more?: { value?: Decimal; note?: string }) => void;

const ENDS: EntryKind[] = ['DONE', 'SKIPPED', 'MEASURED'];

const sameAs = (a: Said) => (b: Said) =>
  a.step_id === b.step_id && a.kind === b.kind && a.happened_at === b.happened_at;

/** What waits on this device for a brew's sheet, and what it heard just now, as entries. */
export function entriesOf(intents: Intent[], brewId: string, name: string): Said[] {
  return intents
    .filter((intent) => intent.path === `/v1/brews/${brewId}/entries`)
    .map((intent) => {
      const body = intent.body as Pick<BrewEntry, 'step_id' | 'kind' | 'happened_at'> & Partial<BrewEntry>;
      return { ...body, value: body.value ?? null, note: body.note ?? '', by_name: name, waiting: true };
    });
}

/** Whether a figure lies outside its target's tolerance; the edge is inside, as on the server. */
export function isOutside(step: Pick<BrewStep, 'target' | 'tolerance'>, value: Decimal | null): boolean {
  if (step.target === null || step.tolerance === null || value === null) return false;
  const off = sum([value, times(step.target, '-1')]);
  return compare(off.replace('-', ''), step.tolerance) > 0;
}

/** Every step with all that was said of it, by the server and by this device, in the order in which it happened. */
export function standings(sheet: BrewDay, mine: Said[]): Standing[] {
  return sheet.steps.map((step) => {
    const told: Said[] = step.entries.map((entry) => ({
      ...entry,
      // The wire writes microseconds; a device's own moment has three places.
      happened_at: new Date(entry.happened_at).toISOString(),
      waiting: false,
    }));
    const own = mine.filter((entry) => entry.step_id === step.id && !told.some(sameAs(entry)));
    const said = [...told, ...own].sort((a, b) => a.happened_at.localeCompare(b.happened_at));
    const measured = said.filter((entry) => entry.value !== null);
    const value = measured.at(-1)?.value ?? null;
    const started = said.find((entry) => entry.kind === 'STARTED');
    return {
      step,
      said,
      startedAt: started ? Date.parse(started.happened_at) : null,
      finished: said.some((entry) => ENDS.includes(entry.kind)),
      skipped: said.some((entry) => entry.kind === 'SKIPPED'),
      value,
      outside: isOutside(step, value),
      contested: measured.some((entry) => compare(entry.value ?? '0', measured[0]?.value ?? '0') !== 0),
    };
  });
}

/** The step to look at: the first that is not finished; while its timer runs, the addition that is due during it. */
export function currentStep(all: Standing[]): Standing | null {
  const open = all.filter((one) => !one.finished);
  const [first, next] = open;
  if (first?.step.kind === 'TIMER' && first.startedAt !== null && next?.step.due_min != null) return next;
  return first ?? null;
}

/** The timer that an addition counts from. */
function timerOf(all: Standing[], step: BrewStep): Standing | null {
  return all.filter((one) => one.step.kind === 'TIMER' && one.step.position < step.position).at(-1) ?? null;
}

/** When a timer rings, or an addition is due; null while the timer has not begun. */
export function dueAt(all: Standing[], one: Standing): number | null {
  if (one.step.kind === 'TIMER') {
    const minutes = one.step.duration_min;
    return one.startedAt !== null && minutes !== null ? one.startedAt + toPixels(minutes) * 60_000 : null;
  }
  const timer = one.step.due_min === null ? null : timerOf(all, one.step);
  return timer?.startedAt != null && one.step.due_min !== null
    ? timer.startedAt + toPixels(one.step.due_min) * 60_000
    : null;
}

/** `12:05` or `1:02:05`, with a plus once it is over. */
export function clock(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const [hours, ...rest] = parts.map((part) => String(part).padStart(2, '0'));
  return `${ms < 0 ? '+' : ''}${hours === '00' ? '' : `${Number(hours)}:`}${rest.join(':')}`;
}
