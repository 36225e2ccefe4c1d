// A cycle as its row holds it: the domain's progress, and what was fixed when it opened.
import type { Selectable } from 'kysely';
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import type { Cycle, CycleState } from '../domain/cycle.ts';
import type { Schemas } from '../handler.ts';
import type { Cycle as CycleTable } from './tables.ts';

/** A row of the table, with its documents typed by the contract that they were checked against when they came. */
export type CycleRow = Omit<
  Selectable<CycleTable>,
  'rules' | 'groups' | 'state' | 'overruled' | 'reopenings' | 'observation_unsigned'
> & {
  readonly state: CycleState;
  readonly rules: Schemas['CycleRules'];
  readonly groups: readonly Schemas['Group'][];
  readonly overruled: readonly Schemas['Overruled'][];
  readonly reopenings: readonly Reopening[];
  readonly observation_unsigned: readonly Schemas['UnsignedValues'][];
};

/** A reopening with the disputes that had been overruled until then, and how many words and signatures had been given. */
export type Reopening = Schemas['CollectionReopening'] & {
  readonly overruled: readonly Schemas['Overruled'][];
  /** Absent in release 0.1, where all of them went on counting. */
  readonly wordsBefore?: number;
};

const dateOrNull = (text: string | null): IsoDate | null => (text === null ? null : isoDate(text));

// The contract has checked the rules before they are stored.
const rulesOf = (json: unknown): Schemas['CycleRules'] => json as Schemas['CycleRules'];

// Written by `reopenCollection` alone.
const reopeningsOf = (json: unknown): readonly Reopening[] => json as readonly Reopening[];

/** The row of a select; the table's own check allows no other state. */
export const cycleRowOf = (row: Selectable<CycleTable>): CycleRow => ({
  ...row,
  state: row.state as CycleState,
  rules: rulesOf(row.rules),
  groups: row.groups as Schemas['Group'][],
  overruled: row.overruled as Schemas['Overruled'][],
  reopenings: reopeningsOf(row.reopenings),
  observation_unsigned: row.observation_unsigned as Schemas['UnsignedValues'][],
});

/** How many words and signatures had been given before the newest reopening: they count no more. */
export const wordsBefore = ({ reopenings }: CycleRow): number => reopenings.at(-1)?.wordsBefore ?? 0;

/** How far a cycle has come, as the domain decides by. The announced set counts once the cycle is frozen. */
export const progressOf = (row: CycleRow): Cycle => ({
  state: row.state,
  freezeNumber: row.freeze_number,
  observationSet:
    row.frozen_on === null ||
    row.observation_set_id === null ||
    row.observation_count === null ||
    row.observation_digest === null
      ? null
      : { setId: row.observation_set_id, count: row.observation_count, digest: row.observation_digest },
  finalRunId: row.final_run_id,
  notifiedOn: dateOrNull(row.notified_on),
  objectionsDueOn: dateOrNull(row.objections_due_on),
  decisionsDueOn: dateOrNull(row.decisions_due_on),
  decisionId: row.decision_id,
});
