import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { useIsDark } from "@/lib/theme";
import type { Tone } from "./Badge";

export interface Series {
  label: string;
  tone: Tone | "accent";
  values: readonly (number | null)[];
  /** Where a point stands on the line: indices of times at which something happened. */
  marks?: readonly number[];
}
interface Props {
  /** What the chart shows; its name for screen readers and the table's caption. */
  label: string;
  /** Seconds since 1970, rising. */
  times: readonly number[];
  series: readonly Series[];
  /** stacked bars for counts per day, steps for prices and stock, lines for the rest */
  kind?: "bars" | "lines" | "steps";
  height?: number;
  formatValue?: (value: number) => string;
}

/** The colour of a token in a theme, as the canvas wants it. */
function colourOf(token: string, isDark: boolean) {
  const probe = document.createElement("span");
  probe.style.colorScheme = isDark ? "dark" : "light";
  probe.style.color = `var(--${token})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** What is counted has no halves: the scale goes by whole numbers. */
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

function stacked(series: readonly Series[]) {
  const sums: number[] = [];
  return series.map((one) => one.values.map((value, index) => (sums[index] = (sums[index] ?? 0) + (value ?? 0))));
}

export default function Chart({ label, times, series, kind = "lines", height = 200, formatValue }: Props) {
  const t = useT();
  const format = useFormat();
  const isDark = useIsDark();
  const host = useRef<HTMLDivElement>(null);
  const [asTable, setAsTable] = useState(false);
  const write = formatValue ?? format.number;

  const options = useMemo(() => {
    const bars = kind === "bars" ? uPlot.paths.bars?.({ size: [0.7, 28], align: 0 }) : kind === "steps" ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
    const axis: uPlot.Axis = {
      stroke: colourOf("muted", isDark),
      grid: { stroke: colourOf("border", isDark), width: 1 },
      ticks: { show: false },
      font: "12px Inter Variable, sans-serif",
    };
    // Bars stand on each other: the tallest is drawn first, the others in front of it.
    const drawn = kind === "bars" ? [...series].reverse() : series;
    const isWhole = series.every((one) => one.values.every((value) => value === null || Number.isInteger(value)));
    return {
      drawn,
      base: {
        height,
        legend: { show: false },
        cursor: { points: { show: kind !== "bars" }, drag: { x: false, y: false } },
        scales: { x: { time: true, range: (_plot: uPlot, low: number, high: number): [number, number] => (kind === "bars" ? [low - 43_200, high + 43_200] : [low, high]) }, y: { range: (_plot: uPlot, _low: number, high: number): [number, number] => [0, Math.max(1, high * 1.05)] } },
        axes: [
          { ...axis, grid: { show: false }, values: (_plot: uPlot, at: number[]) => at.map((second) => format.shortDate(second * 1000)), space: 64, size: 28 },
          { ...axis, ...(isWhole && { incrs: wholeSteps }), values: (_plot: uPlot, at: number[]) => at.map((value) => format.compact(value)), size: 48 },
        ],
        series: [
          {},
          ...drawn.map((one) => ({
            label: one.label,
            stroke: colourOf(one.tone, isDark),
            width: kind === "bars" ? 0 : 2,
            fill: kind === "bars" ? colourOf(one.tone, isDark) : undefined,
            paths: bars,
            points: one.marks ? { show: true, size: 7, filter: () => [...(one.marks ?? [])] } : { show: false },
          })),
        ],
      } satisfies Omit<uPlot.Options, "width">,
    };
  }, [series, kind, height, format, isDark]);

  useEffect(() => {
    const element = host.current;
    if (!element || asTable) return;
    const values = kind === "bars" ? stacked(series).reverse() : series.map((one) => [...one.values]);
    const plot = new uPlot({ ...options.base, width: element.clientWidth || 300 }, [[...times], ...values] as uPlot.AlignedData, element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [options, times, series, kind, height, asTable]);

  return (
    <figure className="m-0">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13">
          {series.map((one) => (
            <li key={one.label} className="flex items-center gap-1.5">
              <span aria-hidden className="size-2.5 rounded-sm" style={{ background: `var(--${one.tone})` }} />
              {one.label}
            </li>
          ))}
        </ul>
        <button type="button" className="min-h-6 text-13 text-accent hover:underline" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? "common.chart.as_chart" : "common.chart.as_table")}
        </button>
      </div>
      {asTable ? (
        // It scrolls, so it must be reachable by keyboard.
        <div className="relative overflow-auto" style={{ height }} role="region" aria-label={label} tabIndex={0}>
          <table className="w-full text-13">
            <caption className="sr-only">{label}</caption>
            <thead>
              <tr className="text-left text-muted">
                <th scope="col" className="pr-4 font-medium">{t("common.chart.time")}</th>
                {series.map((one) => (
                  <th key={one.label} scope="col" className="pr-4 text-right font-medium">{one.label}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, index) => (
                <tr key={time} className="border-t border-border">
                  <th scope="row" className="pr-4 text-left font-normal">{format.date(time * 1000)}</th>
                  {series.map((one) => (
                    <td key={one.label} className="pr-4 text-right">{one.values[index] === null ? "–" : write(one.values[index] ?? 0)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div ref={host} role="img" aria-label={label} style={{ height }} />
      )}
    </figure>
  );
}
