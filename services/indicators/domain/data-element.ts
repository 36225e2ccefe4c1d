// Data elements (数据元): what putting a catalogue changes.
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { compare, decimal, round } from '#kernel/values/decimal.ts';

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
  /** How many days before the first day of its period the as-of of a value may lie; none where it is left out. */
  readonly asOfLeadDays?: number;
};

/** What is new in a catalogue. */
export type ElementChanges = {
  readonly added: readonly DataElement[];
  readonly superseding: readonly DataElement[];
  readonly unchanged: number;
  /** Codes of elements that say something else than is known of the same version: they are not taken. */
  readonly differing: readonly string[];
};

/** An element whose bounds leave no value, or name one that no observation can have. */
export type BoundsFaulty = {
  readonly refused: 'BOUNDS_REVERSED' | 'BOUND_TOO_PRECISE';
  readonly index: number;
  readonly field: 'minimum' | 'maximum';
};

const faultOf = ({ minimum, maximum, precision }: DataElement): Omit<BoundsFaulty, 'index'> | undefined => {
  for (const [field, bound] of [
    ['minimum', decimal(minimum)],
    ['maximum', decimal(maximum)],
  ] as const)
    if (compare(round(bound, precision), bound) !== 0) return { refused: 'BOUND_TOO_PRECISE', field };
  return compare(decimal(minimum), decimal(maximum)) > 0 ? { refused: 'BOUNDS_REVERSED', field: 'minimum' } : undefined;
};

const boundsFault = (given: readonly DataElement[]): BoundsFaulty | undefined => {
  for (const [index, element] of given.entries()) {
    const fault = faultOf(element);
    if (fault !== undefined) return { ...fault, index };
  }
  return undefined;
};

/** What an element says, its numbers as numbers and what it leaves out as what that means. */
const contentOf = (element: DataElement): string =>
  canonicalJson({
    ...element,
    minimum: decimal(element.minimum),
    maximum: decimal(element.maximum),
    asOfLeadDays: element.asOfLeadDays ?? 0,
  });

/** Whether an element has another content than is known of its version. Of an older version nothing is compared: it was superseded. */
const saysOther = (element: DataElement, known: DataElement | undefined): boolean =>
  known !== undefined && known.version === element.version && contentOf(known) !== contentOf(element);

/**
 * Compares a catalogue with the current versions of its elements. What is known in that version or a newer one stays as it is, and
 * is named where it says something else; of an element that is named more than once the highest version counts.
 */
export const compareElements = (
  given: readonly DataElement[],
  current: ReadonlyMap<string, DataElement>,
): ElementChanges | BoundsFaulty => {
  const faulty = boundsFault(given);
  if (faulty !== undefined) return faulty;
  const newest = new Map<string, DataElement>();
  for (const element of given) {
    const known = newest.get(element.code) ?? current.get(element.code);
    if (element.version > (known?.version ?? 0)) newest.set(element.code, element);
  }
  const changes = [...newest.values()];
  return {
    added: changes.filter(({ code }) => !current.has(code)),
    superseding: changes.filter(({ code }) => current.has(code)),
    unchanged: given.length - changes.length,
    differing: [
      ...new Set(
        given
          .filter((each) => saysOther(each, newest.get(each.code) ?? current.get(each.code)))
          .map(({ code }) => code),
      ),
    ],
  };
};
