import { expect, it } from 'vitest';
import { fieldPath } from './form';

it.each([
  ['/lines/0/quantity', 'lines.0.quantity'],
  ['/body/name', 'name'],
  ['#/name', 'name'],
])('%s is the field %s', (pointer, field) => expect(fieldPath(pointer)).toBe(field));
