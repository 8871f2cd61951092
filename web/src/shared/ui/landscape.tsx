import classes from './landscape.module.css';

/** The house's mark: the sun over the sierra, in a glass. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <defs>
        <clipPath id="mark-glass">
          <path d="M13 6h38l-5 46a6 6 0 0 1-6 5H24a6 6 0 0 1-6-5z" />
        </clipPath>
      </defs>
      <g clipPath="url(#mark-glass)">
        <rect width="64" height="64" fill="#fbe6c6" />
        <circle cx="39" cy="24" r="8" fill="#c8641e" />
        <path d="M8 38 19 27l6 5 8-10 9 12 6-4 10 9v26H8z" fill="#d9924f" />
        <path d="M8 46 20 38l8 5 10-7 9 7 11-4v22H8z" fill="#9a4a12" />
        <path d="M8 53c14-6 30-5 48-1v12H8z" fill="#1f6b57" />
      </g>
      <path
        d="M13 6h38l-5 46a6 6 0 0 1-6 5H24a6 6 0 0 1-6-5z"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.4"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Sierra de Zapalinamé in four layers, with agaves in front: the ground the app stands on. Decoration only. */
export function Landscape({ className }: { className?: string }) {
  return (
    <svg
      className={`${classes.landscape} ${className ?? ''}`}
      viewBox="0 0 1440 620"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      <circle className={classes.halo} cx="1020" cy="232" r="132" />
      <circle className={classes.sun} cx="1020" cy="232" r="84" />
      <g className={classes.stars}>
        {STARS.map(([x, y, r]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r={r} />
        ))}
      </g>
      <path
        className={classes.r1}
        d="M0 330 70 300l58 18 66-52 52 30 74-66 62 44 40-22 92 72 68-30 84 46 70-62 54 26 88-74 64 58 60-32 76 54 92-44 70 40 60-24 100 50v290H0z"
      />
      <path
        className={classes.r2}
        d="M0 404 92 372l76 24 90-64 70 46 98-58 76 52 62-20 106 66 84-44 96 38 78-58 84 46 72-26 96 48 90-34 70 22v310H0z"
      />
      <path
        className={classes.r3}
        d="M0 470c96-34 170-8 250-26s128-46 220-22 140 44 244 22 150-44 246-26 170 50 260 34 150-30 220-14v182H0z"
      />
      <path className={classes.r4} d="M0 552c180-44 330-30 480-18s300 22 470-6 330-24 490-2v94H0z" />
      <Agave x={214} y={566} s={1.25} />
      <Agave x={1228} y={560} s={1} />
      <Agave x={1330} y={578} s={0.62} />
      <Agave x={96} y={590} s={0.6} />
    </svg>
  );
}

/** The same sierra, low and wide, for a page's head; words stand on its sky, to the left. */
export function Panorama() {
  return (
    <svg
      className={classes.landscape}
      viewBox="0 0 1440 220"
      preserveAspectRatio="xMaxYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      <circle className={classes.halo} cx="1130" cy="104" r="84" />
      <circle className={classes.sun} cx="1130" cy="104" r="52" />
      <g className={classes.stars}>
        {STARS.slice(6).map(([x, y, r]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y * 0.7} r={r} />
        ))}
      </g>
      <path
        className={classes.r1}
        d="M0 178l90-20 70 12 96-26 80 18 92-30 70 16 96-42 62 22 70-34 84 30 76-48 70 36 62-22 84 40 92-36 76 30 70-18 100 22v132H0z"
      />
      <path
        className={classes.r2}
        d="M0 196l120-14 100 10 130-22 110 14 120-20 110 16 130-34 96 22 104-26 110 24 96-18 110 20 104-14v86H0z"
      />
      <path className={classes.r3} d="M0 208c150-18 280-4 420-10s240-26 400-12 230 14 360 0 180-12 260-4v48H0z" />
      <Agave x={1322} y={216} s={0.7} />
      <Agave x={1392} y={222} s={0.42} />
      <Agave x={960} y={220} s={0.36} />
    </svg>
  );
}

const STARS: [number, number, number][] = [
  [120, 70, 1.6],
  [238, 148, 1.2],
  [356, 52, 1.9],
  [470, 120, 1.1],
  [560, 40, 1.4],
  [668, 96, 1.8],
  [752, 168, 1.1],
  [838, 58, 1.5],
  [1188, 84, 1.8],
  [1290, 160, 1.2],
  [1366, 62, 1.6],
  [60, 200, 1.1],
  [420, 206, 1.3],
  [1136, 40, 1.1],
];

const BLADES = [-78, -58, -38, -19, 0, 19, 38, 58, 78];

function Agave({ x, y, s }: { x: number; y: number; s: number }) {
  return (
    <g className={classes.agave} transform={`translate(${x} ${y}) scale(${s})`}>
      {BLADES.map((angle) => (
        <path key={angle} transform={`rotate(${angle})`} d="M-7 0C-10-34-5-70 0-88 5-70 10-34 7 0z" />
      ))}
    </g>
  );
}

/** A low ridge line for the foot of the side navigation. */
export function Ridge() {
  return (
    <svg
      className={classes.ridge}
      viewBox="0 0 240 90"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      <path className={classes.r1} d="M0 44 24 34l20 8 26-22 22 14 30-20 26 18 18-8 34 22 20-8 20 8v60H0z" />
      <path className={classes.r2} d="M0 62c30-14 60-4 88-12s56-14 84-4 46 12 68 4v44H0z" />
      <path className={classes.r3} d="M0 78c50-14 92-4 130-8s74-8 110 0v24H0z" />
    </svg>
  );
}
