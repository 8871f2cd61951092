import { useId } from 'react';
import type { Vessel } from '@/api/wire';
import { beerColour } from '@/shared/format/beer';
import { fullness } from './words';

interface Shape {
  body: string;
  legs: string;
  /** Where the lowest and the highest litre are drawn. */
  bottom: number;
  top: number;
}

const CONICAL: Shape = {
  body: 'M14 30C14 14 34 8 60 8s46 6 46 22v78l-38 44H52L14 108z',
  legs: 'M20 114v48M100 114v48M60 152v12M50 164h20M54 8V2h12v6',
  bottom: 152,
  top: 10,
};
const ROUND: Shape = {
  body: 'M14 34C14 16 34 10 60 10s46 6 46 24v86c0 18-20 24-46 24s-46-6-46-24z',
  legs: 'M26 140v22M94 140v22M60 144v12M50 156h20M54 10V4h12v6',
  bottom: 144,
  top: 12,
};
const KETTLE: Shape = {
  body: 'M10 46c0-16 22-22 50-22s50 6 50 22v70c0 12-22 18-50 18s-50-6-50-18z',
  legs: 'M24 128v32M96 128v32M52 24V8h16v16M110 96h8v10',
  bottom: 134,
  top: 28,
};

/** A tank as it stands there, filled to its litres with the colour of its beer. Decoration: the figures stand beside it. */
export function VesselDrawing({ vessel, size = 150 }: { vessel: Vessel; size?: number }) {
  const id = useId();
  const shape = vessel.kind === 'FERMENTER' ? CONICAL : vessel.kind === 'BRITE' ? ROUND : KETTLE;
  const full = fullness(vessel);
  const level = shape.bottom - (shape.bottom - shape.top) * levelOf(vessel, full);
  const colour = beerColour(vessel.contents[0]?.color_srm);
  return (
    <svg width={size * 0.72} height={size} viewBox="0 0 120 168" aria-hidden="true" focusable="false">
      <defs>
        <clipPath id={`${id}-body`}>
          <path d={shape.body} />
        </clipPath>
        <linearGradient id={`${id}-steel`} x1="0" x2="1" y1="0" y2="0">
          <stop offset="0" stopColor="#000" stopOpacity=".22" />
          <stop offset=".22" stopColor="#fff" stopOpacity=".34" />
          <stop offset=".55" stopColor="#fff" stopOpacity="0" />
          <stop offset="1" stopColor="#000" stopOpacity=".26" />
        </linearGradient>
      </defs>
      <path d={shape.legs} fill="none" stroke="currentColor" strokeWidth="3.4" strokeLinecap="round" />
      <g clipPath={`url(#${id}-body)`}>
        <rect width="120" height="168" fill="var(--panel)" />
        {full > 0 && <rect y={level} width="120" height="168" fill={colour} />}
        {full > 0 && <rect y={level} width="120" height="5" fill="#fffaf0" opacity=".9" />}
        {[0.25, 0.5, 0.75].map((mark) => {
          const y = shape.bottom - (shape.bottom - shape.top) * levelOf(vessel, mark);
          return <path key={mark} d={`M88 ${y}h14`} stroke="currentColor" strokeWidth="1.4" opacity=".55" />;
        })}
        <rect width="120" height="168" fill={`url(#${id}-steel)`} />
      </g>
      <path d={shape.body} fill="none" stroke="currentColor" strokeWidth="3.4" strokeLinejoin="round" />
    </svg>
  );
}

/** Height of the surface, 0 to 1: the cone holds little, so the first litres climb fast. */
function levelOf(vessel: Vessel, full: number): number {
  if (vessel.kind !== 'FERMENTER' || full <= 0) return full;
  // The drawn cone is 31 % of the height and, as a cone, holds a third of what a cylinder would.
  const cone = 0.31;
  const share = cone / 3 / (cone / 3 + (1 - cone));
  return full < share ? cone * Math.cbrt(full / share) : cone + ((full - share) / (1 - share)) * (1 - cone);
}
