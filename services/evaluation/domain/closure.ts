// What a closure of the collection finds: who has signed what until which day, what each unit said, and what is still lacking.
import type { IsoDate } from '#kernel/values/date.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { Indicator } from '#kernel/values/scheme/indicator-system.ts';
import { elementsOf } from './collection.ts';
import type { CollectionFacts } from './cycle.ts';

type System = { readonly indicators: readonly Pick<Indicator, 'code' | 'elementCode'>[] };

/** A signature of a department. Signatures and words of a cycle share one order: `ordinal` counts them from 1. */
export type Signature = {
  readonly elementCodes: readonly string[];
  readonly signedOn: IsoDate;
  readonly ordinal: number;
  /** The newest batch of observations that it covers, by its position; null where it covers its whole day. */
  readonly position: number | null;
};

/** What a unit said of its values; a confirmation disputes no indicator. */
export type Word = {
  readonly unitId: string;
  readonly outcome: 'confirmed' | 'disputed';
  readonly indicatorCodes: readonly string[];
  readonly ordinal: number;
};

/** What was said or signed since the newest reopening, before which `wordsBefore` signatures and words had been given; all without one. */
export const sinceReopening = <Said extends { readonly ordinal: number }>(
  said: readonly Said[],
  wordsBefore: number,
): readonly Said[] => said.filter(({ ordinal }) => ordinal > wordsBefore);

/** The newest signature of each element. */
export const newestSignatures = (signatures: readonly Signature[]): ReadonlyMap<string, Signature> => {
  const newest = new Map<string, Signature>();
  for (const signature of signatures) {
    for (const code of signature.elementCodes) {
      const known = newest.get(code);
      if (known === undefined || known.ordinal < signature.ordinal) newest.set(code, signature);
    }
  }
  return newest;
};

/**
 * Until which day, and up to which batch, what was recorded of each element counts: those of its newest signature. In the order of the
 * codes.
 */
export const signedUntil = (
  system: System,
  signatures: readonly Signature[],
): readonly { readonly elementCode: string; readonly asOf: IsoDate; readonly position?: number }[] => {
  const newest = newestSignatures(signatures);
  return elementsOf(system).map((elementCode) => {
    const signature = newest.get(elementCode);
    if (signature === undefined) throw new Error(`the values of ${elementCode} were confirmed without a signature`);
    const { signedOn: asOf, position } = signature;
    return position === null ? { elementCode, asOf } : { elementCode, asOf, position };
  });
};

/** The newest word of each unit that has spoken. */
const newestWords = (words: readonly Word[]): ReadonlyMap<string, Word> =>
  new Map([...words].sort((a, b) => a.ordinal - b.ordinal).map((word) => [word.unitId, word]));

/** The elements that units disputed, and confirmed since, while no signature has followed their dispute. */
const unansweredDisputes = (
  system: System,
  words: readonly Word[],
  signatures: ReadonlyMap<string, Signature>,
): CollectionFacts['unansweredDisputes'] => {
  const elements = new Map(system.indicators.map(({ code, elementCode }) => [code, elementCode]));
  const last = newestWords(words);
  const found = new Map<string, { readonly unitId: string; readonly elementCode: string }>();
  for (const { unitId, indicatorCodes, ordinal } of words) {
    if (last.get(unitId)?.outcome !== 'confirmed') continue;
    for (const indicatorCode of indicatorCodes) {
      const elementCode = elements.get(indicatorCode);
      if (elementCode === undefined) continue;
      if ((signatures.get(elementCode)?.ordinal ?? 0) < ordinal)
        found.set(JSON.stringify([elementCode, unitId]), { unitId, elementCode });
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
};

/** What was said and signed in a cycle since its newest reopening. */
export type Collected = {
  readonly system: System;
  readonly unitIds: readonly string[];
  readonly signatures: readonly Signature[];
  readonly words: readonly Word[];
};

/** What the collection lacks, each list in the order of its codes or ids. */
export const collectionFacts = ({ system, unitIds, signatures, words }: Collected): CollectionFacts => {
  const units = [...unitIds].sort();
  const signed = newestSignatures(signatures);
  const last = newestWords(words);
  return {
    unsignedElements: elementsOf(system).filter((code) => !signed.has(code)),
    unconfirmedUnits: units.filter((unitId) => !last.has(unitId)),
    disputedUnits: units.filter((unitId) => last.get(unitId)?.outcome === 'disputed'),
    unansweredDisputes: unansweredDisputes(system, words, signed),
  };
};

const notDisputed = '该单位没有未处理的数据质疑';

/** Only a dispute that stands, or that nobody has signed since, can be overruled, and once: VALUE_INVALID for any other unit. */
export const checkOverruled = (
  { disputedUnits, unansweredDisputes: unanswered }: CollectionFacts,
  overruledUnits: readonly string[],
): Result<undefined, 'VALUE_INVALID'> => {
  const open = new Set([...disputedUnits, ...unanswered.map(({ unitId }) => unitId)]);
  for (const [index, unitId] of overruledUnits.entries()) {
    const path = `/overruled/${index}/unitId`;
    if (!open.has(unitId)) return refused('VALUE_INVALID', { field: 'unitId', reason: notDisputed }, path);
    if (overruledUnits.indexOf(unitId) !== index)
      return refused('VALUE_INVALID', { field: 'unitId', reason: '重复' }, path);
  }
  return accepted(undefined);
};
