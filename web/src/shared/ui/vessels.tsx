import { beerColour } from '../format/beer';
import type { Decimal } from '../format/decimal';

/** A pint of the recipe's own colour. Decoration: the figure in SRM stands in words beside it. */
export function Pint({ srm, size = 44 }: { srm: Decimal | null | undefined; size?: number }) {
  return (
    <svg width={size * 0.72} height={size} viewBox="0 0 36 50" aria-hidden="true" focusable="false">
      <path d="M5.6 12h24.8l-3 34.5H8.6z" fill={beerColour(srm)} />
      <path d="M9.4 15h2.8l2 29h-2.6z" fill="#fff" opacity=".24" />
      <path
        d="M4.6 6.5c0-2.6 3-4 5.2-2.6 1.6-2.6 5.4-2.9 7.2-.7 2-2.3 5.8-2 7.3.5 2.4-1.5 6.9-.4 7.1 2.8L30.6 13c-1.8 1.9-4.2 1.7-5.6.3-1.7 2.2-5 2.2-6.7.3-1.8 2-5.1 1.9-6.6-.2-1.7 1.5-4.6 1.4-6.3-.4z"
        fill="#fffaf0"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
      <path
        d="M5.2 11.5 8.4 47.5h19.2l3.2-36"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** A conical fermenter; how full it looks says the stage, its colour is the recipe's. Decoration. */
export function Tank({ srm, fill, size = 64 }: { srm: Decimal | null | undefined; fill: number; size?: number }) {
  const top = 52 - Math.round(44 * Math.max(0, Math.min(1, fill)));
  return (
    <svg width={size * 0.66} height={size} viewBox="0 0 44 66" aria-hidden="true" focusable="false">
      <defs>
        <clipPath id="tank-body">
          <path d="M6 14C6 7 13 4 22 4s16 3 16 10v26L25 55h-6L6 40z" />
        </clipPath>
      </defs>
      <g clipPath="url(#tank-body)">
        <rect width="44" height="60" fill="var(--panel)" />
        {fill > 0 && <rect y={top} width="44" height="60" fill={beerColour(srm)} />}
        {fill > 0 && <rect y={top} width="44" height="3" fill="#fffaf0" opacity=".85" />}
        <path d="M10 8h4v36l-4-5z" fill="#fff" opacity=".2" />
      </g>
      <path d="M6 14C6 7 13 4 22 4s16 3 16 10v26L25 55h-6L6 40z" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path
        d="M9 43v19M35 43v19M22 55v5M19 60h6M20 4V1h4v3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}
