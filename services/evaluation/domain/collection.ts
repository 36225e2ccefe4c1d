// What departments sign and townships say while values are collected, and what a closure still lacks.
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import type { CollectionFacts, Cycle } from './cycle.ts';
import { cycleStateNames, stateConflict } from './state-names.ts';

/** Whether values may still be signed, confirmed or disputed. */
export const admitWord = (cycle: Cycle): Result<undefined, 'STATE_CONFLICT'> =>
  cycle.state === 'collecting'
    ? accepted(undefined)
    : stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames.collecting);

/** The data elements that the indicators of a system take, once each, in byte order. */
export const elementsOf = (system: Pick<IndicatorSystem, 'indicators'>): readonly string[] =>
  [...new Set(system.indicators.map(({ elementCode }) => elementCode))].sort();

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

/** What a closure finds: the elements that were signed, and the newest word of each unit that has spoken. */
export type Words = {
  readonly elements: readonly string[];
  readonly signed: ReadonlySet<string>;
  readonly unitIds: readonly string[];
  readonly lastWords: ReadonlyMap<string, string>;
};

/** What the collection lacks, each list in the order of its codes or ids. */
export const collectionFacts = ({ elements, signed, unitIds, lastWords }: Words): CollectionFacts => {
  const units = [...unitIds].sort();
  return {
    unsignedElements: elements.filter((code) => !signed.has(code)),
    unconfirmedUnits: units.filter((unitId) => !lastWords.has(unitId)),
    disputedUnits: units.filter((unitId) => lastWords.get(unitId) === 'disputed'),
  };
};

/** Only a dispute that stands can be overruled: VALUE_INVALID for a unit that disputes nothing. */
export const checkOverruled = (
  { disputedUnits }: CollectionFacts,
  overruledUnits: readonly string[],
): Result<undefined, 'VALUE_INVALID'> => {
  const index = overruledUnits.findIndex((unitId) => !disputedUnits.includes(unitId));
  return index === -1
    ? accepted(undefined)
    : refused('VALUE_INVALID', { field: 'unitId', reason: '该单位没有未处理的数据质疑' }, `/overruled/${index}/unitId`);
};
