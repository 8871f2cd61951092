import { useTranslation } from 'react-i18next';
import type { FermentationReading } from '@/api/wire';
import { type Decimal, toPixels } from '@/shared/format/decimal';
import { formatDate, formatNumber, formatPercent } from '@/shared/format/format';
import { Chart, css } from '@/shared/ui/Chart';
import classes from './Batches.module.css';

const FONT = "13px 'Source Sans 3 Variable', sans-serif";
const HOUR = 3_600;

/** Gravity in °P, temperature and pH over time, with the gravity that the recipe aims at. */
export function FermentationChart({
  readings,
  og,
  target,
}: {
  readings: FermentationReading[];
  og: Decimal | null;
  target: Decimal | null;
}) {
  const { t } = useTranslation();
  const standing = readings.filter((one) => !one.superseded);
  const times = standing.map((one) => Math.round(Date.parse(one.happened_at) / 1000));
  const series = (of: (one: FermentationReading) => Decimal | null) =>
    standing.map((one) => {
      const value = of(one);
      return value === null ? null : toPixels(value);
    });
  const gravities = series((one) => (one.suspect ? null : one.plato));
  const suspects = series((one) => (one.suspect ? one.plato : null));
  const temperatures = series((one) => one.temperature_c);
  const phs = series((one) => one.ph);
  const top = Math.max(og === null ? 0 : toPixels(og), ...gravities.map((one) => one ?? 0), 4) * 1.08;
  const aim = target === null ? null : toPixels(target);
  const last = standing.at(-1);
  const hasPh = phs.some((one) => one !== null);
  const span: [number, number] = [(times[0] ?? 0) - 4 * HOUR, (times.at(-1) ?? 0) + 8 * HOUR];
  const dot = (token: string) => ({ show: true, size: 8, fill: css('--raised'), stroke: css(token), width: 2.5 });
  return (
    <div>
      <p className={classes.legend} aria-hidden="true">
        <span data-series="gravity">{t('fermentation.gravityP')}</span>
        <span data-series="temperature">{t('fermentation.temperature')}</span>
        {hasPh && <span data-series="ph">{t('fermentation.ph')}</span>}
      </p>
      <Chart
        label={t('fermentation.chart', {
          count: standing.length,
          plato: formatNumber(last?.plato),
          attenuation: formatPercent(last?.attenuation_pct),
        })}
        height={320}
        data={[times, gravities, temperatures, phs, suspects]}
        deps={[JSON.stringify(standing), og, target]}
        options={(width) => ({
          scales: {
            x: { range: () => span },
            plato: { range: () => [Math.min(0, ...gravities.map((one) => one ?? 0)), top] },
            celsius: { range: (_plot, low, high) => [Math.floor((low ?? 0) - 3), Math.ceil((high ?? 25) + 3)] },
            ph: { range: () => [3.5, 6] },
          },
          axes: [
            {
              stroke: css('--quiet'),
              grid: { stroke: css('--line'), width: 1 },
              ticks: { show: false },
              font: FONT,
              space: width < 520 ? 90 : 70,
              incrs: [24 * HOUR, 48 * HOUR, 96 * HOUR, 168 * HOUR, 336 * HOUR],
              values: (_plot, splits) => splits.map((at) => formatDate(new Date(at * 1000).toISOString()).slice(0, 5)),
            },
            {
              scale: 'plato',
              stroke: css('--action'),
              grid: { stroke: css('--line'), width: 1 },
              ticks: { show: false },
              size: 62,
              font: FONT,
              values: (_plot, splits) => splits.map((at) => `${at} °P`),
            },
            {
              scale: 'celsius',
              side: 1,
              stroke: css('--info'),
              grid: { show: false },
              ticks: { show: false },
              size: 56,
              font: FONT,
              values: (_plot, splits) => splits.map((at) => `${at} °C`),
            },
          ],
          series: [
            {},
            { scale: 'plato', stroke: css('--action'), width: 3, spanGaps: true, points: dot('--action') },
            {
              scale: 'celsius',
              stroke: css('--info'),
              width: 2,
              dash: [8, 4],
              spanGaps: true,
              points: { show: false },
            },
            {
              scale: 'ph',
              stroke: css('--well'),
              width: 2,
              dash: [2, 4],
              spanGaps: true,
              points: dot('--well'),
              show: hasPh,
            },
            { scale: 'plato', stroke: css('--act-now'), width: 0, points: { ...dot('--act-now'), size: 12 } },
          ],
          hooks: {
            drawClear: [
              (plot) => {
                if (aim === null) return;
                const { ctx, bbox } = plot;
                const y = plot.valToPos(aim, 'plato', true);
                ctx.save();
                ctx.strokeStyle = css('--action');
                ctx.setLineDash([3, 5]);
                ctx.lineWidth = 1.5;
                ctx.beginPath();
                ctx.moveTo(bbox.left, y);
                ctx.lineTo(bbox.left + bbox.width, y);
                ctx.stroke();
                ctx.setLineDash([]);
                ctx.fillStyle = css('--action');
                ctx.textAlign = 'right';
                ctx.font = `600 ${13 * devicePixelRatio}px 'Source Sans 3 Variable', sans-serif`;
                ctx.fillText(
                  t('fermentation.aim', { plato: formatNumber(target) }),
                  bbox.left + bbox.width - 6 * devicePixelRatio,
                  y - 6 * devicePixelRatio,
                );
                ctx.restore();
              },
            ],
          },
        })}
      />
    </div>
  );
}
