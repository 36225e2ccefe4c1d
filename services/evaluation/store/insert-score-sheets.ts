// Stores score sheets, batch by batch.
import type { Insertable, Transaction } from 'kysely';
import type { DB, ScoreSheet } from './tables.ts';

/** Sheets of one statement at most: PostgreSQL takes 65,535 parameters. */
const sheetsAtATime = 500;

/** Inserts sheets or new versions of them; a version that is there already is a programming error (SQLSTATE 23505). */
export const insertScoreSheets = async (
  tx: Transaction<DB>,
  rows: readonly Insertable<ScoreSheet>[],
): Promise<void> => {
  for (let from = 0; from < rows.length; from += sheetsAtATime) {
    await tx
      .insertInto('score_sheet')
      .values(rows.slice(from, from + sheetsAtATime))
      .execute();
  }
};
