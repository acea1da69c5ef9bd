/** A trend in the height of a word. The label says it to those who do not see it. */
export function Sparkline({ values, label, width = 88, height = 28 }: { values: readonly number[]; label: string; width?: number; height?: number }) {
  const highest = Math.max(...values, 1);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(height - 2 - (value / highest) * (height - 4)).toFixed(1)}`);
  return (
    <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="mb-1.5 shrink-0 text-accent">
      <polygon points={`0,${height} ${points.join(" ")} ${width},${height}`} className="fill-accent-soft" />
      <polyline points={points.join(" ")} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
