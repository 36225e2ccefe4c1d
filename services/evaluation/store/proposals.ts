// The proposals of team grades of a cycle.
import { type Insertable, type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { TeamGradeProposal } from '../domain/grading/team-grade.ts';
import type { Schemas } from '../handler.ts';
import type { DB, TeamGradeProposal as ProposalTable } from './tables.ts';

/** A proposal as its row holds it, its documents typed by the contract that they are shown by. */
export type ProposalRow = Omit<Selectable<ProposalTable>, 'state' | 'quota' | 'ties' | 'tie_breaks' | 'grades'> & {
  readonly state: Schemas['TeamGradeProposal']['state'];
  readonly quota: TeamGradeProposal['quota'];
  readonly ties: TeamGradeProposal['ties'];
  readonly tie_breaks: Schemas['TeamGradeProposal']['tieBreaks'];
  readonly grades: readonly ProposedGrade[];
};

/** A grade of a proposal with the organisation and the place of its team. */
export type ProposedGrade = TeamGradeProposal['grades'][number] & {
  readonly organisationId: string;
  readonly placeId: string;
};

// The driver has parsed the documents; the table's own check allows no other state.
const rowOf = (row: unknown): ProposalRow => row as ProposalRow;

/** The proposal of an id; undefined where there is none in the scope. */
export const findProposal = async (tx: Transaction<DB>, id: string): Promise<ProposalRow | undefined> => {
  const row = await tx.selectFrom('team_grade_proposal').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : rowOf(row);
};

/** The newest proposal of a cycle; undefined before the first. */
export const newestProposal = async (tx: Transaction<DB>, cycleId: string): Promise<ProposalRow | undefined> => {
  const row = await tx
    .selectFrom('team_grade_proposal')
    .selectAll()
    .where('cycle_id', '=', cycleId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : rowOf(row);
};

/** One proposal more than the page shows, if there is one, newest first. The cursor is the number. */
export const listProposalsOf = async (
  tx: Transaction<DB>,
  cycleId: string,
  page: PageRequest,
): Promise<ProposalRow[]> => {
  const [number] = page.after ?? [];
  let query = tx.selectFrom('team_grade_proposal').selectAll().where('cycle_id', '=', cycleId);
  if (number !== undefined) query = query.where('number', '<', sql<number>`${number}::bigint`);
  const rows = await query
    .orderBy('number', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(rowOf);
};

/** Stores a new proposal. */
export const insertProposal = async (tx: Transaction<DB>, row: Insertable<ProposalTable>): Promise<ProposalRow> =>
  rowOf(await tx.insertInto('team_grade_proposal').values(row).returningAll().executeTakeFirstOrThrow());

/** Stores what became of a proposal, as a new version. */
export const saveProposal = async (
  tx: Transaction<DB>,
  row: ProposalRow,
  change: Updateable<ProposalTable>,
): Promise<ProposalRow> =>
  rowOf(
    await tx
      .updateTable('team_grade_proposal')
      .set({ ...change, version: row.version + 1 })
      .where('county', '=', row.county)
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
