// A decision as its row holds it, with the grades that it fixes.
import type { Selectable } from 'kysely';
import type { Schemas } from '../handler.ts';
import type { Decision } from './tables.ts';

/** A row of the table. */
export type DecisionRow = Selectable<Decision>;

/** The grades that a decision on team grades fixes. */
export const gradesOf = (row: DecisionRow): readonly Schemas['DecidedTeamGrade'][] =>
  row.grades as Schemas['DecidedTeamGrade'][];
