import { type Decimal, toPixels } from '../format/decimal';
import { formatDateTime } from '../format/format';
import { Chart, css } from './Chart';

export interface Moment {
  at: string;
  value: Decimal;
}

/** One figure over time, with the band that it must keep and the value that it aims at. */
export function TimeChart({
  points,
  label,
  format,
  band,
  target,
}: {
  points: Moment[];
  label: string;
  format: (value: Decimal) => string;
  band: { low: Decimal; high: Decimal };
  target?: Decimal;
}) {
  const values = points.map((point) => toPixels(point.value));
  const low = toPixels(band.low);
  const high = toPixels(band.high);
  const floor = Math.min(low, ...values);
  const top = Math.max(high, ...values);
  const room = Math.max(1, (top - floor) * 0.2);
  return (
    <Chart
      label={label}
      height={250}
      data={[points.map((point) => Date.parse(point.at) / 1000), values]}
      deps={[JSON.stringify(points), JSON.stringify(band), target]}
      options={(width) => ({
        scales: { x: { time: true }, y: { range: () => [floor - room, top + room] } },
        axes: [
          {
            stroke: css('--quiet'),
            grid: { show: false },
            ticks: { show: false },
            size: 34,
            space: width < 500 ? 110 : 130,
            values: (_plot, splits) => splits.map((at) => formatDateTime(new Date(at * 1000).toISOString())),
            font: "13px 'Source Sans 3 Variable', sans-serif",
          },
          {
            stroke: css('--quiet'),
            grid: { stroke: css('--line'), width: 1 },
            ticks: { show: false },
            size: 66,
            values: (_plot, splits) => splits.map((at) => format(String(at))),
            font: "13px 'Source Sans 3 Variable', sans-serif",
          },
        ],
        series: [
          {},
          {
            stroke: css('--action'),
            width: 2,
            points: { show: points.length < 80, size: 7, fill: css('--raised'), stroke: css('--action'), width: 2 },
          },
        ],
        hooks: {
          drawClear: [
            (plot) => {
              const upper = plot.valToPos(high, 'y', true);
              plot.ctx.fillStyle = css('--well-wash');
              plot.ctx.fillRect(plot.bbox.left, upper, plot.bbox.width, plot.valToPos(low, 'y', true) - upper);
              if (target === undefined) return;
              const aim = plot.valToPos(toPixels(target), 'y', true);
              plot.ctx.strokeStyle = css('--well');
              plot.ctx.setLineDash([6, 6]);
              plot.ctx.beginPath();
              plot.ctx.moveTo(plot.bbox.left, aim);
              plot.ctx.lineTo(plot.bbox.left + plot.bbox.width, aim);
              plot.ctx.stroke();
              plot.ctx.setLineDash([]);
            },
          ],
        },
      })}
    />
  );
}
