import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import classes from './charts.module.css';

/** A token's value now, for a canvas, which cannot read CSS variables. */
export function css(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}

type Options = Omit<uPlot.Options, 'width' | 'height'>;

/** A uPlot drawn to the width it has, again on a change of theme. Say in `label` what it shows; put the table beside it. */
export function Chart({
  label,
  height,
  data,
  options,
  deps,
}: {
  label: string;
  height: number;
  data: uPlot.AlignedData;
  /** Told how wide it will be, for a phone needs fewer words. */
  options: (width: number) => Options;
  /** What the drawing depends on besides size and theme. */
  deps: unknown[];
}) {
  const { ref: frame, width } = useElementSize<HTMLDivElement>();
  const mount = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const wide = Math.round(width);
  // biome-ignore lint: `data` and `options` are made anew each render; `deps` says when they differ.
  useEffect(() => {
    if (!mount.current || wide < 40) return;
    const plot = new uPlot(
      { ...options(wide), width: wide, height, cursor: { show: false }, legend: { show: false } },
      data,
      mount.current,
    );
    return () => plot.destroy();
  }, [wide, height, scheme, ...deps]);
  return (
    <div ref={frame} className={classes.chart} role="img" aria-label={label} style={{ minHeight: height }}>
      <div ref={mount} aria-hidden="true" />
    </div>
  );
}
