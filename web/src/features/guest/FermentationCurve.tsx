import { useTranslation } from 'react-i18next';
import type { PublicTrace } from '@/api/wire';
import { rounded, toPixels } from '@/shared/format/decimal';
import type { Language } from '@/shared/i18n/i18n';
import { Chart, css } from '@/shared/ui/Chart';
import classes from './Guest.module.css';
import { plainFigure } from './words';

type Point = PublicTrace['curve'][number];

const FONT = "13px 'Source Sans 3 Variable', sans-serif";

/** Sugar going down, and how warm it was meanwhile; the figures behind it are one tap away. */
export function FermentationCurve({ points, lng }: { points: readonly Point[]; lng: Language }) {
  const { t } = useTranslation(undefined, { lng });
  const gravities = points.filter((point) => point.gravity !== null);
  const warm = points.some((point) => point.temperature_c !== null);
  const from = gravities[0]?.gravity;
  const to = gravities.at(-1)?.gravity;
  const days = plainFigure(points.at(-1)?.day ?? '0', 0, lng);
  const said =
    from && to ? t('guest.curveSaid', { from: rounded(from, 3), to: rounded(to, 3), days }) : t('guest.curve');
  const axis = { stroke: css('--sand-2'), ticks: { show: false }, font: FONT };
  return (
    <figure className={classes.curve}>
      <figcaption>{said}</figcaption>
      <Chart
        label={said}
        height={220}
        data={[
          points.map((point) => toPixels(point.day)),
          points.map((point) => (point.gravity === null ? null : toPixels(point.gravity))),
          points.map((point) => (point.temperature_c === null ? null : toPixels(point.temperature_c))),
        ]}
        deps={[JSON.stringify(points), lng]}
        options={() => ({
          scales: { x: { time: false }, warm: { range: (_plot, low, high) => [Math.min(low, 0), high + 4] } },
          padding: [12, 4, 0, 0],
          axes: [
            {
              ...axis,
              size: 34,
              grid: { show: false },
              values: (_plot, splits) => splits.map((day) => t('guest.dayShort', { day })),
            },
            {
              ...axis,
              size: 52,
              grid: { stroke: css('--night-5'), width: 1 },
              values: (_plot, splits) => splits.map((value) => value.toFixed(3)),
            },
            {
              ...axis,
              show: warm,
              scale: 'warm',
              side: 1,
              size: 44,
              grid: { show: false },
              values: (_plot, splits) => splits.map((value) => `${value}°`),
            },
          ],
          series: [
            {},
            { stroke: '#f0b27f', width: 3, fill: 'rgba(240, 178, 127, 0.16)', points: { show: false }, spanGaps: true },
            {
              scale: 'warm',
              stroke: '#7ccdb6',
              width: 2,
              dash: [6, 5],
              points: { show: false },
              spanGaps: true,
              show: warm,
            },
          ],
        })}
      />
      <p className={classes.legend} aria-hidden="true">
        <span className={classes.gravity}>{t('guest.gravity')}</span>
        {warm && <span className={classes.warm}>{t('guest.temperature')}</span>}
      </p>
      <details>
        <summary>{t('guest.figures')}</summary>
        <table className={`${classes.numbers} num`}>
          <thead>
            <tr>
              <th scope="col">{t('guest.day')}</th>
              <th scope="col">{t('guest.gravity')}</th>
              <th scope="col">{t('guest.temperature')}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.day}>
                <td>{plainFigure(point.day, 1, lng)}</td>
                <td>{point.gravity === null ? '—' : rounded(point.gravity, 3)}</td>
                <td>{point.temperature_c === null ? '—' : `${plainFigure(point.temperature_c, 1, lng)} °C`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
