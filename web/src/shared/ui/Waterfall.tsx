import { type Decimal, sum, toPixels } from '../format/decimal';
import { formatMoney, formatMoneyShort } from '../format/format';
import { Chart, css } from './Chart';

export interface Step {
  name: string;
  amount: Decimal;
}

const narrow = (width: number) => width < 520;

/** A cost built up step by step to its total, in pesos. */
export function Waterfall({ steps, total, label }: { steps: Step[]; total: string; label: string }) {
  const whole = sum(steps.map((step) => step.amount));
  const bars: { name: string; from: number; to: number; last: boolean; amount: Decimal; said: string }[] = [];
  let at: Decimal = '0';
  for (const step of steps) {
    const next = sum([at, step.amount]);
    bars.push({
      name: step.name,
      from: toPixels(at),
      to: toPixels(next),
      last: false,
      amount: step.amount,
      said: formatMoney(step.amount),
    });
    at = next;
  }
  bars.push({ name: total, from: 0, to: toPixels(whole), last: true, amount: whole, said: formatMoney(whole) });
  return (
    <Chart
      label={label}
      height={280}
      data={[bars.map((_, index) => index), bars.map((bar) => bar.to)]}
      deps={[JSON.stringify(bars)]}
      options={(width) => ({
        scales: {
          x: { time: false, range: () => [-0.6, bars.length - 0.4] },
          y: { range: () => [0, Math.max(1, toPixels(whole)) * 1.14] },
        },
        axes: [
          {
            stroke: css('--ink'),
            grid: { show: false },
            ticks: { show: false },
            splits: () => bars.map((_, index) => index),
            values: (_plot, splits) =>
              splits.map((at) => (bars[at]?.name ?? '').replaceAll(' ', narrow(width) ? '\n' : ' ')),
            font: `600 ${narrow(width) ? 11 : 13}px 'Source Sans 3 Variable', sans-serif`,
            size: narrow(width) ? 56 : 34,
          },
          {
            // Where there is no room for the scale, each bar's own figure says it.
            show: !narrow(width),
            stroke: css('--quiet'),
            grid: { stroke: css('--line'), width: 1 },
            ticks: { show: false },
            values: (_plot, splits) => splits.map((at) => formatMoney(String(at)).replace(/\.00$/, '')),
            font: "13px 'Source Sans 3 Variable', sans-serif",
            size: 76,
          },
        ],
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
          draw: [
            (plot) => {
              const { ctx } = plot;
              const slot = plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true);
              const thick = Math.min(slot * 0.62, 120 * devicePixelRatio);
              ctx.save();
              ctx.textAlign = 'center';
              ctx.font = `600 ${(narrow(width) ? 11 : 13) * devicePixelRatio}px 'Source Sans 3 Variable', sans-serif`;
              bars.forEach((bar, index) => {
                const centre = plot.valToPos(index, 'x', true);
                const top = plot.valToPos(bar.to, 'y', true);
                const foot = plot.valToPos(bar.from, 'y', true);
                ctx.fillStyle = bar.last ? css('--action') : css('--well');
                ctx.fillRect(centre - thick / 2, top, thick, Math.max(2, foot - top));
                if (!bar.last) {
                  ctx.strokeStyle = css('--line-strong');
                  ctx.setLineDash([4, 4]);
                  ctx.beginPath();
                  ctx.moveTo(centre + thick / 2, top);
                  ctx.lineTo(centre + slot - thick / 2, top);
                  ctx.stroke();
                  ctx.setLineDash([]);
                }
                ctx.fillStyle = css('--ink');
                ctx.fillText(
                  narrow(width) ? formatMoneyShort(bar.amount) : bar.said,
                  centre,
                  top - 7 * devicePixelRatio,
                );
              });
              ctx.restore();
            },
          ],
        },
      })}
    />
  );
}
