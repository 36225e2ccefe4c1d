// startRun: scores a frozen cycle and stores a sheet for each unit.

import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { admitRun, completeFinalRun } from '../../domain/cycle.ts';
import { resultDigest } from '../../domain/scoring/result-digest.ts';
import { scoreRun } from '../../domain/scoring/score-run.ts';
import type { ScoreSheet } from '../../domain/scoring/score-sheet.ts';
import type { EvaluationCall, EvaluationHandler, Schemas } from '../../handler.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';
import { insertScoreSheets } from '../../store/insert-score-sheets.ts';
import { insertRun, lastRunNumber, type RunRow } from '../../store/runs.ts';
import { saveCycle } from '../../store/save-cycle.ts';
import { scoreSheetRow, storedSheet } from '../../store/score-sheet-row.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { fieldFaults } from '../cycle/field-faults.ts';
import { loadRunInput } from './run-input.ts';
import { runRecord } from './run-record.ts';

interface Computed {
  readonly sheets: readonly ScoreSheet[];
  readonly targetCount: number;
}

const compute = async (call: EvaluationCall, cycle: CycleRow, setId: string): Promise<Computed> => {
  const input = await loadRunInput(call, cycle, setId);
  const scored = scoreRun(input);
  if (scored.ok) return { sheets: scored.value, targetCount: input.targets.length };
  throw problem('RUN_BLOCKED', { count: scored.faults.length }, { faults: fieldFaults(scored.faults, '') });
};

/** What a run is of: its cycle with the frozen set, the day, and which kind it is. */
interface RunFacts {
  readonly cycle: CycleRow;
  readonly setId: string;
  readonly today: IsoDate;
  readonly kind: Schemas['RunKind'];
}

const store = async (
  call: EvaluationCall,
  { cycle, setId, today, kind }: RunFacts,
  { sheets, targetCount }: Computed,
): Promise<RunRow> => {
  const number = (await lastRunNumber(call.tx, cycle.id)) + 1;
  const runId = businessId('run', cycle.id, String(number));
  const stored = sheets.map((sheet) => storedSheet(runId, sheet));
  const run = await insertRun(call.tx, {
    county: cycle.county,
    id: runId,
    cycle_id: cycle.id,
    number,
    kind,
    started_on: today,
    indicator_system_id: cycle.indicator_system_id,
    rules_code: cycle.rules.code,
    rules_version: cycle.rules.version,
    observation_set_id: setId,
    target_count: targetCount,
    sheet_count: sheets.length,
    digest: resultDigest(stored.map(({ digest, sheet }) => ({ unitId: sheet.unitId, digest }))),
  });
  const of = { county: cycle.county, cycleId: cycle.id, runId, on: today };
  await insertScoreSheets(
    call.tx,
    stored.map((sheet) => scoreSheetRow(of, sheet)),
  );
  return run;
};

/**
 * Runs the scoring of a frozen cycle in the request; the contract lets a cycle have 200 units. STATE_CONFLICT unless it is frozen.
 * RUN_BLOCKED names what keeps it from completing: the collection is then reopened, or the missing target published. The one final run
 * makes the cycle scored.
 */
export const startRun: EvaluationHandler<'startRun'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  call.requireVersion(cycle.version);
  const { setId } = taken(admitRun(progressOf(cycle)));
  const run = await store(call, { cycle, setId, today, kind: body.kind }, await compute(call, cycle, setId));
  if (body.kind === 'final') {
    const event = taken(completeFinalRun(progressOf(cycle), run.id));
    await saveCycle(call.tx, cycle, event, { scored_on: today, result_digest: run.digest });
    await call.append({
      type: 'cn.jixiao.evaluation.CycleScored.v1',
      county: cycle.county,
      key: cycle.id,
      payload: { cycleId: cycle.id, runId: run.id, sheetCount: run.sheet_count, digest: run.digest },
    });
  }
  call.about(run.id, cycle.county);
  return { status: 201, body: runRecord(run) };
};
