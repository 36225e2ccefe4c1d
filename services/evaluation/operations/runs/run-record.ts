// A run as the contract shows it.
import type { Schemas } from '../../handler.ts';
import type { RunRow } from '../../store/runs.ts';

/** The record of a run. */
export const runRecord = (row: RunRow): Schemas['Run'] => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  number: row.number,
  kind: row.kind === 'final' ? 'final' : 'trial',
  startedOn: row.started_on,
  indicatorSystemId: row.indicator_system_id,
  rulesCode: row.rules_code,
  rulesVersion: row.rules_version,
  observationSetId: row.observation_set_id,
  targetCount: row.target_count,
  sheetCount: row.sheet_count,
  digest: row.digest,
});
