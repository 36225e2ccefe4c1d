// The score sheets of a run that stand now: the newest version of each.
import { sql, type Transaction } from 'kysely';
import type { SheetDigest } from '../domain/scoring/result-digest.ts';
import type { ScoreSheet } from '../domain/scoring/score-sheet.ts';
import type { StoredSheet } from './score-sheet-row.ts';
import type { DB } from './tables.ts';

/** The sheets whole, with their traces. */
export const currentSheets = async (tx: Transaction<DB>, runId: string): Promise<readonly StoredSheet[]> => {
  const { rows } = await sql<{ id: string; version: number; digest: string; sheet: ScoreSheet }>`
    select distinct on (id) id, version, digest, sheet from score_sheet
    where run_id = ${runId} order by id, version desc`.execute(tx);
  return rows;
};

/** The digests of the sheets alone: what a decision on the results is compared with. */
export const currentDigests = async (tx: Transaction<DB>, runId: string): Promise<readonly SheetDigest[]> => {
  const { rows } = await sql<SheetDigest>`
    select distinct on (id) unit_id as "unitId", digest from score_sheet
    where run_id = ${runId} order by id, version desc`.execute(tx);
  return rows;
};
