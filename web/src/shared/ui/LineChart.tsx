import { type Decimal, toPixels } from '../format/decimal';
import { Chart, css } from './Chart';

/** CSS pixels that the axes take, and that one letter of a name takes at 13 px. */
const SIDES = 90;
const LETTER = 7.5;

export interface Point {
  /** Shown under the axis. */
  name: string;
  value: Decimal;
}

/** One series over a few named points, with an optional band of what is usual. */
export function LineChart({
  points,
  label,
  format,
  band,
}: {
  points: Point[];
  label: string;
  format: (value: Decimal) => string;
  band?: { low: Decimal; high: Decimal };
}) {
  const longest = Math.max(1, ...points.map((point) => point.name.length + 1));
  const values = points.map((point) => toPixels(point.value));
  const top = Math.max(1, ...values, band ? toPixels(band.high) : 0) * 1.2;
  return (
    <Chart
      label={label}
      height={230}
      data={[points.map((_, index) => index), values]}
      deps={[JSON.stringify(points), JSON.stringify(band)]}
      options={() => ({
        scales: { x: { time: false, range: () => [-0.5, points.length - 0.5] }, y: { range: () => [0, top] } },
        axes: [
          {
            stroke: css('--ink'),
            grid: { show: false },
            ticks: { show: false },
            size: 32,
            splits: () => points.map((_, index) => index),
            // Names that would touch are left out, from the latest back.
            values: (plot, splits) => {
              const room = Math.max(1, plot.width - SIDES) / points.length;
              const each = Math.max(1, Math.ceil((longest * LETTER) / room));
              return splits.map((at) => ((points.length - 1 - at) % each ? '' : (points[at]?.name ?? '')));
            },
            font: "13px 'Source Sans 3 Variable', sans-serif",
          },
          {
            stroke: css('--quiet'),
            grid: { stroke: css('--line'), width: 1 },
            ticks: { show: false },
            size: 72,
            values: (_plot, splits) => splits.map((at) => format(String(at))),
            font: "13px 'Source Sans 3 Variable', sans-serif",
          },
        ],
        series: [
          {},
          {
            stroke: css('--action'),
            width: 2.5,
            points: { show: true, size: 9, fill: css('--raised'), stroke: css('--action'), width: 2.5 },
          },
        ],
        hooks: {
          drawClear: [
            (plot) => {
              if (!band) return;
              const high = plot.valToPos(toPixels(band.high), 'y', true);
              const low = plot.valToPos(toPixels(band.low), 'y', true);
              plot.ctx.fillStyle = css('--well-wash');
              plot.ctx.fillRect(plot.bbox.left, high, plot.bbox.width, low - high);
            },
          ],
        },
      })}
    />
  );
}
