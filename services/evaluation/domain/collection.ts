// What departments sign and townships say while values are collected.
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { Indicator, IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import type { Cycle } from './cycle.ts';
import { cycleStateNames } from './state-names.ts';

/** Whether values may still be signed, confirmed or disputed. */
export const admitWord = (cycle: Cycle): Result<undefined, 'STATE_CONFLICT'> =>
  cycle.state === 'collecting'
    ? accepted(undefined)
    : stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.collecting);

/** The data elements that the indicators of a system take, once each, in byte order. */
export const elementsOf = (system: {
  readonly indicators: readonly Pick<Indicator, 'elementCode'>[];
}): readonly string[] => [...new Set(system.indicators.map(({ elementCode }) => elementCode))].sort();

/** Who signs: a department, and the departments that its elements come from. */
export type SigningFacts = {
  readonly elements: readonly string[];
  readonly sources: ReadonlyMap<string, string>;
  readonly organisationId: string | undefined;
};

/** Signs the values of elements. ELEMENT_UNKNOWN: not in the system, or of no known department. SOURCE_NOT_OWN: another department's. */
export const signValues = (
  cycle: Cycle,
  codes: readonly string[],
  { elements, sources, organisationId }: SigningFacts,
): Result<undefined, 'STATE_CONFLICT' | 'ELEMENT_UNKNOWN' | 'SOURCE_NOT_OWN'> => {
  const admitted = admitWord(cycle);
  if (!admitted.ok) return admitted;
  for (const [index, elementCode] of codes.entries()) {
    const path = `/elementCodes/${index}`;
    const source = sources.get(elementCode);
    if (!elements.includes(elementCode) || source === undefined)
      return refused('ELEMENT_UNKNOWN', { elementCode }, path);
    if (source !== organisationId) return refused('SOURCE_NOT_OWN', { elementCode }, path);
  }
  return accepted(undefined);
};

/** Disputes name indicators of the system: INDICATOR_UNKNOWN for any other. */
export const checkDisputes = (
  system: Pick<IndicatorSystem, 'indicators'>,
  disputes: readonly { readonly indicatorCode: string }[],
): Result<undefined, 'INDICATOR_UNKNOWN'> => {
  const index = disputes.findIndex(
    ({ indicatorCode }) => !system.indicators.some(({ code }) => code === indicatorCode),
  );
  const unknown = disputes[index];
  return unknown === undefined
    ? accepted(undefined)
    : refused('INDICATOR_UNKNOWN', { indicatorCode: unknown.indicatorCode }, `/disputes/${index}/indicatorCode`);
};
