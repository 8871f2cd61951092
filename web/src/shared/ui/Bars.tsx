import uPlot from 'uplot';
import { Chart, css } from './Chart';

const FONT = "13px 'Source Sans 3 Variable', sans-serif";

/** One bar a name, its figure above it. */
export function Bars({
  bars,
  label,
  format,
}: {
  bars: readonly { name: string; value: number; token: string }[];
  label: string;
  format: (value: number) => string;
}) {
  const values = bars.map((bar) => bar.value);
  const longest = Math.max(0, ...bars.map((bar) => bar.name.length));
  const top = Math.max(1, ...values) * 1.18;
  return (
    <Chart
      label={label}
      height={290}
      data={[bars.map((_, index) => index), values]}
      deps={[JSON.stringify(bars)]}
      options={(width) => {
        const slanted = width / bars.length < longest * 7.5 + 16;
        return {
          padding: [null, slanted ? 46 : null, null, null],
          scales: { x: { time: false, range: () => [-0.6, bars.length - 0.4] }, y: { range: () => [0, top] } },
          axes: [
            {
              stroke: css('--ink'),
              grid: { show: false },
              ticks: { show: false },
              size: slanted ? 84 : 36,
              rotate: slanted ? -32 : 0,
              splits: () => bars.map((_, index) => index),
              values: (_plot, splits) => splits.map((at) => bars[at]?.name ?? ''),
              font: FONT,
            },
            {
              stroke: css('--quiet'),
              grid: { stroke: css('--line'), width: 1 },
              ticks: { show: false },
              size: 58,
              values: (_plot, splits) => splits.map(format),
              font: FONT,
            },
          ],
          series: [
            {},
            {
              points: { show: false },
              paths: uPlot.paths.bars?.({
                size: [0.62, 90],
                disp: {
                  fill: { unit: 3, values: () => bars.map((bar) => css(bar.token)) },
                  stroke: { unit: 3, values: () => bars.map((bar) => css(bar.token)) },
                },
              }),
            },
          ],
          hooks: {
            draw: [
              (plot) => {
                const { ctx } = plot;
                ctx.save();
                ctx.fillStyle = css('--ink');
                ctx.textAlign = 'center';
                ctx.font = `600 ${Math.round(13 * devicePixelRatio)}px 'Source Sans 3 Variable', sans-serif`;
                bars.forEach((bar, at) => {
                  const y = plot.valToPos(bar.value, 'y', true) - 6 * devicePixelRatio;
                  ctx.fillText(format(bar.value), plot.valToPos(at, 'x', true), y);
                });
                ctx.restore();
              },
            ],
          },
        };
      }}
    />
  );
}
