// A cycle as the contract shows it.
import type { Schemas } from '../../handler.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';

/** The summary of a cycle, as lists show it. */
export const cycleSummary = (row: CycleRow): Schemas['CycleSummary'] => ({
  id: row.id,
  county: row.county,
  kind: 'annual',
  year: row.year,
  name: row.name,
  state: row.state,
  indicatorSystemId: row.indicator_system_id,
  unitCount: row.unit_count,
  openedOn: row.opened_on,
});

const observationSetOf = (row: CycleRow): Schemas['Cycle']['observationSet'] => {
  const { observationSet } = progressOf(row);
  return observationSet === null ? null : { ...observationSet, unsigned: [...row.observation_unsigned] };
};

/** The record of a cycle. */
export const cycleRecord = (row: CycleRow): Schemas['Cycle'] => ({
  ...cycleSummary(row),
  from: row.month_from,
  to: row.month_to,
  version: row.version,
  rules: row.rules,
  groups: [...row.groups],
  valuesConfirmedOn: row.values_confirmed_on,
  reopenings: row.reopenings.map(({ reopenedOn, from, setId, reason }) => ({ reopenedOn, from, setId, reason })),
  observationSet: observationSetOf(row),
  frozenOn: row.frozen_on,
  finalRunId: row.final_run_id,
  scoredOn: row.scored_on,
  resultDigest: row.result_digest,
  notifiedOn: row.notified_on,
  objectionsDueOn: row.objections_due_on,
  decisionsDueOn: row.decisions_due_on,
  objectionsClosedOn: row.objections_closed_on,
  approvedOn: row.approved_on,
  decisionId: row.decision_id,
  announcedOn: row.announced_on,
});
