import { type Decimal, toPixels } from './decimal';

/** Colour of beer at whole SRM values, as commonly printed on brewers' colour cards (0 is water, 40 is opaque). */
const SCALE: [number, string][] = [
  [1, '#f8e08a'],
  [2, '#f6d35c'],
  [3, '#f2c43d'],
  [4, '#edb52f'],
  [6, '#e09a22'],
  [8, '#d4831b'],
  [10, '#c66f17'],
  [13, '#b05713'],
  [17, '#944010'],
  [20, '#7d310e'],
  [24, '#63230c'],
  [29, '#48190a'],
  [35, '#2f1108'],
  [40, '#1d0b06'],
];

/** The nearest darker step of the card; amber when the recipe does not say. */
export function beerColour(srm: Decimal | null | undefined): string {
  if (srm == null) return '#d4831b';
  const value = toPixels(srm);
  return (SCALE.find(([step]) => value <= step) ?? SCALE[SCALE.length - 1])?.[1] ?? '#d4831b';
}
