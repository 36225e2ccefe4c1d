// The sheet of one unit in a run, as it stands now.
import type { Transaction } from 'kysely';
import type { ScoreSheet } from '../domain/scoring/score-sheet.ts';
import { scoreSheetId } from './score-sheet-row.ts';
import type { DB } from './tables.ts';

// A sheet is written by `scoreSheetRow` alone.
const sheetOf = (json: unknown): ScoreSheet => json as ScoreSheet;

/** The sheet: each unit of a cycle has one in every run. */
export const currentSheet = async (tx: Transaction<DB>, runId: string, unitId: string): Promise<ScoreSheet> => {
  const row = await tx
    .selectFrom('score_sheet')
    .select('sheet')
    .where('id', '=', scoreSheetId(runId, unitId))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw new Error(`The run ${runId} has no sheet of the unit ${unitId}.`);
  return sheetOf(row.sheet);
};
