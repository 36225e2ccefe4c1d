// Medians and the rows that a comparison prints.

/** How often each side is measured; the sides take turns. */
export const rounds = 5;

/** The middle of an odd number of measurements. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** One comparison: ours against a limit or a peer, in one run. */
export interface Comparison {
  readonly name: string;
  readonly ours: string;
  readonly against: string;
  readonly unit: string;
  readonly oursMedian: number;
  readonly againstMedian: number;
  /** What the ratio must not fall below, or rise above. */
  readonly bound: { readonly kind: 'at-least' | 'at-most'; readonly ratio: number };
  readonly peakMiB: number;
  /** What our peak must stay under, where a limit is promised. */
  readonly peakMiBMax?: number;
  readonly notes: readonly string[];
}

/** Ours over theirs, to two places. */
export const ratioOf = ({ oursMedian, againstMedian }: Comparison): number =>
  Math.round((oursMedian / againstMedian) * 100) / 100;

/** Whether the ratio, before it is rounded, keeps its bound, and the peak its limit. */
export const keeps = ({ oursMedian, againstMedian, bound, peakMiB, peakMiBMax = Infinity }: Comparison): boolean => {
  const ratio = oursMedian / againstMedian;
  return (bound.kind === 'at-least' ? ratio >= bound.ratio : ratio <= bound.ratio) && peakMiB < peakMiBMax;
};

/** The lines that tell of a comparison. */
export const linesOf = (comparison: Comparison): string[] => {
  const { name, ours, against, unit, oursMedian, againstMedian, bound, peakMiB, peakMiBMax, notes } = comparison;
  const wanted = [
    `${bound.kind === 'at-least' ? '≥' : '≤'} ${bound.ratio}`,
    ...(peakMiBMax === undefined ? [] : [`under ${peakMiBMax} MiB`]),
  ].join(', ');
  return [
    `${name}: ${ratioOf(comparison)} (wanted ${wanted}) ${keeps(comparison) ? 'kept' : 'NOT KEPT'}`,
    `  ${ours}: ${Math.round(oursMedian)} ${unit}, peak ${peakMiB} MiB`,
    `  ${against}: ${Math.round(againstMedian)} ${unit}`,
    ...notes.map((note) => `  ${note}`),
  ];
};
