import { describe, expect, it } from 'vitest';
import type { Keg } from '@/api/wire';
import { doubtOf, indexOf, readCode, type Scanned, withRefusal, withScan } from './scanning';

const keg = (serial: string, changed: Partial<Keg> = {}): Keg => ({
  id: `id-${serial}`,
  serial,
  code: `KEG-${serial}-0A1B2C3D`,
  rfid_tag: null,
  size_l: '50.000000',
  keg_type: 'SANKE_D',
  one_way: false,
  ownership: 'OWN',
  owner_name: null,
  tare_kg: null,
  state: 'CLEAN',
  held_from: null,
  location: '',
  client_id: null,
  client_name: null,
  content: null,
  cycle_count: 0,
  last_washed_at: null,
  last_filled_at: null,
  last_moved_at: '2026-11-20T15:00:00Z',
  days_in_state: 0,
  needs_maintenance: false,
  notes: '',
  registered_at: '2026-11-20T15:00:00Z',
  allowed: ['FILL', 'QUARANTINE'],
  ...changed,
});
const scan = (code: string, found: Keg | null = null, unchecked = false): Scanned => ({
  code,
  keg: found,
  unchecked,
  refused: null,
});

describe('readCode', () => {
  it('takes a code out of whatever carries it', () => {
    for (const carried of [
      'KEG-B-1-0A1B2C3D',
      ' keg-b-1-0a1b2c3d\r\n',
      '\u001dKEG-B-1-0A1B2C3D\u0004',
      'https://desertbrew.mx/trace/KEG-B-1-0A1B2C3D',
      'http://10.0.0.7:8000/trace/keg-b-1-0a1b2c3d/?x=1#y',
    ])
      expect(readCode(carried)).toBe('KEG-B-1-0A1B2C3D');
  });
});

describe('a list of scans', () => {
  it('takes a keg once, whichever of its names was scanned', () => {
    const one = keg('B-1');
    const list = withScan([], scan(one.code, one));
    expect(list).toHaveLength(1);
    expect(withScan(list ?? [], scan('B-1', one))).toBeNull();
    expect(withScan([scan('X')], scan('X'))).toBeNull();
  });

  it('says what stands in the way before anything is sent', () => {
    const clean = scan('B-1', keg('B-1'));
    expect(doubtOf(clean, 'FILL', 50)).toBeNull();
    expect(doubtOf(clean, 'FILL', 50.5)).toBe('full');
    expect(doubtOf(clean, 'WASH', null)).toBe('state');
    expect(doubtOf(scan('B-2', keg('B-2', { needs_maintenance: true, allowed: [] })), 'FILL', null)).toBe(
      'maintenance',
    );
    expect(doubtOf(scan('NADA'), 'WASH', null)).toBe('unknown');
    expect(doubtOf(scan('NADA', null, true), 'WASH', null)).toBeNull();
  });

  it('finds a keg by code, serial and tag', () => {
    const one = keg('B-1', { rfid_tag: 'E280' });
    const found = indexOf([one]);
    expect([found.get(one.code), found.get('B-1'), found.get('E280')]).toEqual([one, one, one]);
  });

  it('puts what the server said at the keg that it is about', () => {
    const list = [scan('A'), scan('B'), scan('C')];
    const told = withRefusal(list, [
      { pointer: '/codes/1', detail: 'B está sucio.' },
      { pointer: '/fills/2/code', detail: 'C está lleno.' },
    ]);
    expect(told.map((one) => one.refused)).toEqual([null, 'B está sucio.', 'C está lleno.']);
  });
});
