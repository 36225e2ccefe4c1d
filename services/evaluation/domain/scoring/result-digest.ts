// The digest of a run's sheets: what a decision names as the results that the organ saw.
import { digestOf } from '#kernel/values/canonical-json.ts';
import type { ScoreSheet } from './score-sheet.ts';

/** A sheet as the digest of the whole counts it. */
export type SheetDigest = { readonly unitId: string; readonly digest: string };

/** The digest of one sheet: SHA-256 of its canonical JSON (E18). */
export const sheetDigest = (sheet: ScoreSheet): SheetDigest => ({ unitId: sheet.unitId, digest: digestOf(sheet) });

/** The digest over all sheets, in the order of their units, from the digests that are stored with them. */
export const resultDigest = (sheets: readonly SheetDigest[]): string =>
  digestOf(
    sheets
      .map(({ unitId, digest }) => ({ unitId, digest }))
      .sort((a, b) => (a.unitId === b.unitId ? 0 : a.unitId < b.unitId ? -1 : 1)),
  );
