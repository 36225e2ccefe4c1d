// releaseDecision: the second of two persons puts a decision into effect.

import { entryOf } from '#kernel/decisions/decision-row.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { releaseDecision as decide } from '#kernel/values/recorded-decision.ts';
import type { EvaluationCall, EvaluationHandler } from '../../handler.ts';
import type { DecisionRow } from '../../store/decision-row.ts';
import { findDecision, saveRelease } from '../../store/decisions.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { fixTeamGrades } from '../grades/fix-team-grades.ts';
import { approveUnitResults } from './approve-unit-results.ts';
import { decisionRecord } from './decision-record.ts';

const found = async (call: EvaluationCall, id: string): Promise<DecisionRow> => {
  const row = await findDecision(call.tx, id);
  if (row === undefined) throw problem('NOT_FOUND', { what: '审定' });
  return row;
};

/**
 * Releases a decision and does what it says, in one transaction. RELEASE_BY_RECORDER for the person who recorded it, STATE_CONFLICT
 * for one that is released, whose cycle has gone on or whose proposal is superseded or decided, DECIDED_RECORD_CHANGED where its subject is
 * not what the organ saw.
 */
export const releaseDecision: EvaluationHandler<'releaseDecision'> = async ({ path }, call) => {
  const seen = await found(call, path.decisionId);
  const { cycle, today } = await heldCycle(call, seen.cycle_id);
  const row = await found(call, path.decisionId);
  call.requireVersion(row.version);
  const entry = taken(decide(entryOf(row), { by: call.caller.subject, on: today }));
  const release = { cycle, row, entry, today };
  await (row.subject === 'unit-results' ? approveUnitResults(call, release) : fixTeamGrades(call, release));
  const saved = await saveRelease(call.tx, row, entry);
  call.about(row.id, row.county);
  return { status: 200, body: decisionRecord(saved), etag: etagOf(saved.version) };
};
