import { describe, expect, it } from 'vitest';
import type { BrewDay, BrewStep } from '@/api/wire';
import { clock, currentStep, dueAt, isOutside, type Said, standings } from './progress';

const STEP: BrewStep = {
  id: 'boil',
  position: 1,
  kind: 'TIMER',
  code: 'boil',
  detail: '',
  target: null,
  tolerance: null,
  unit: '',
  duration_min: '60.000000',
  due_min: null,
  contested: false,
  deviates: false,
  unexplained: false,
  entries: [],
};
const HOPS: BrewStep = { ...STEP, id: 'hops', position: 2, kind: 'ADDITION', due_min: '50', duration_min: null };
const AFTER: BrewStep = { ...STEP, id: 'after', position: 3, kind: 'MEASURE', target: '66', tolerance: '1' };
const SHEET = { steps: [STEP, HOPS, AFTER] } as unknown as BrewDay;
const NOON = '2026-11-20T18:00:00.000Z';

const said = (step_id: string, kind: Said['kind'], value: string | null = null, at = NOON): Said => ({
  step_id,
  kind,
  value,
  note: '',
  by_name: 'Ana',
  happened_at: at,
  waiting: true,
});

describe('a brew day', () => {
  it('goes from step to step, and to the additions while a timer runs', () => {
    const at = (...mine: Said[]) => currentStep(standings(SHEET, mine))?.step.id;
    expect(at()).toBe('boil');
    expect(at(said('boil', 'STARTED'))).toBe('hops');
    expect(at(said('boil', 'STARTED'), said('hops', 'DONE'))).toBe('boil');
    expect(at(said('boil', 'STARTED'), said('hops', 'DONE'), said('boil', 'DONE'))).toBe('after');
    expect(at(said('boil', 'DONE'), said('hops', 'SKIPPED'), said('after', 'MEASURED', '66'))).toBeUndefined();
  });

  it('counts from the moment that was written down, whenever the page is opened', () => {
    const all = standings(SHEET, [said('boil', 'STARTED')]);
    const [boil, hops] = all;
    if (!boil || !hops) throw new Error('the sheet has three steps');
    expect(new Date(dueAt(all, boil) ?? 0).toISOString()).toBe('2026-11-20T19:00:00.000Z');
    expect(new Date(dueAt(all, hops) ?? 0).toISOString()).toBe('2026-11-20T18:50:00.000Z');
    expect(dueAt(standings(SHEET, []), hops)).toBeNull();
  });

  it('shows what this device said once, when the server has heard it too', () => {
    const known = { ...said('after', 'MEASURED', '68'), id: 'x', by: '7', posted_at: NOON };
    const heard = {
      steps: [{ ...AFTER, entries: [{ ...known, happened_at: '2026-11-20T18:00:00Z' }] }],
    } as unknown as BrewDay;
    const [after] = standings(heard, [said('after', 'MEASURED', '68')]);
    expect(after?.said).toHaveLength(1);
    expect(after?.outside).toBe(true);
  });

  it('keeps figures that disagree side by side, and the latest counts', () => {
    const later = '2026-11-20T18:05:00.000Z';
    const [, , after] = standings(SHEET, [said('after', 'MEASURED', '66.5', later), said('after', 'MEASURED', '68')]);
    expect([after?.contested, after?.value, after?.outside]).toEqual([true, '66.5', false]);
  });

  it('has the edge of a tolerance inside', () => {
    expect(isOutside(AFTER, '67')).toBe(false);
    expect(isOutside(AFTER, '64.99')).toBe(true);
    expect(isOutside({ target: null, tolerance: null }, '1')).toBe(false);
  });

  it('reads like a kitchen clock', () => {
    expect([clock(65_000), clock(3_725_000), clock(-130_000)]).toEqual(['01:05', '1:02:05', '+02:10']);
  });
});
