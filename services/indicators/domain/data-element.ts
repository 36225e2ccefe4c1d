// Data elements (数据元): what putting a catalogue changes.
import { compare, decimal } from '#kernel/values/decimal.ts';

/** A data element in one version. Bounds are inclusive decimals. */
export type DataElement = {
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly definition: string;
  readonly dimension: string;
  readonly unit: string;
  readonly precision: number;
  readonly direction: 'higher' | 'lower';
  readonly accumulation: 'current' | 'cumulative';
  readonly frequency: 'month' | 'quarter' | 'year';
  readonly minimum: string;
  readonly maximum: string;
  readonly sourceOrganisationId: string;
};

/** What is new in a catalogue. */
export type ElementChanges = {
  readonly added: readonly DataElement[];
  readonly superseding: readonly DataElement[];
  readonly unchanged: number;
};

/** An element whose bounds leave no value. */
export type BoundsReversed = { readonly refused: 'BOUNDS_REVERSED'; readonly index: number };

/**
 * Compares a catalogue with the current versions of its elements. What is known in that version or a newer one stays as it is;
 * of an element that is named more than once the highest version counts, the others are unchanged.
 */
export const compareElements = (
  given: readonly DataElement[],
  currentVersions: ReadonlyMap<string, number>,
): ElementChanges | BoundsReversed => {
  const index = given.findIndex(({ minimum, maximum }) => compare(decimal(minimum), decimal(maximum)) > 0);
  if (index !== -1) return { refused: 'BOUNDS_REVERSED', index };
  const newest = new Map<string, DataElement>();
  for (const element of given) {
    const known = newest.get(element.code)?.version ?? currentVersions.get(element.code) ?? 0;
    if (element.version > known) newest.set(element.code, element);
  }
  const changes = [...newest.values()];
  return {
    added: changes.filter(({ code }) => !currentVersions.has(code)),
    superseding: changes.filter(({ code }) => currentVersions.has(code)),
    unchanged: given.length - changes.length,
  };
};
