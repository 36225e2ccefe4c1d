// TeamGradesDecided: the rule set in force turns the decided grades into proposed measures.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import { waitFor } from '#kernel/exchange/failure.ts';
import { isoDate } from '#kernel/values/date.ts';
import { proposeMeasures } from '../domain/propose-measures.ts';
import type { IncentivesReaction } from '../handler.ts';
import { ruleSetInForceFact } from '../operations/publish-rule-set.ts';
import { findRuleSetInForce } from '../store/find-rule-set-in-force.ts';
import { insertMeasures } from '../store/insert-measures.ts';
import { isKnownCycle } from '../store/is-known-cycle.ts';
import { findMemberCounts } from '../store/known-teams.ts';
import { cycleKnownFact } from './know-cycle.ts';
import { teamsKnownFact } from './know-teams.ts';

/**
 * Proposes the measures. Waits while the county has no rule set in force or no list of teams, or while the opening of the cycle
 * has not arrived: no measure is lost by that.
 */
export const proposeFromGrades: IncentivesReaction<'cn.jixiao.evaluation.TeamGradesDecided.v1'> = async (
  event,
  call,
) => {
  const county = countyOfEvent(event);
  const set = await findRuleSetInForce(call.tx, county);
  if (set === undefined) throw waitFor({ type: ruleSetInForceFact, key: county });
  const members = await findMemberCounts(call.tx, county);
  if (members === undefined) throw waitFor({ type: teamsKnownFact, key: county });
  const { cycleId, year, decisionId, documentId, grades } = event.payload;
  if (!(await isKnownCycle(call.tx, county, cycleId))) throw waitFor({ type: cycleKnownFact, key: cycleId });
  const decision = { county, cycleId, year, decisionId, documentId, grades };
  const measures = proposeMeasures(decision, set, members, isoDate(call.businessDate));
  await insertMeasures(call.tx, measures);
  for (const measure of measures) {
    await call.append({
      type: 'cn.jixiao.incentives.MeasureProposed.v1',
      key: measure.id,
      payload: {
        measureId: measure.id,
        cycleId: measure.cycleId,
        teamId: measure.teamId,
        organisationId: measure.organisationId,
        kind: measure.rule.kind,
        teamGradeId: measure.teamGradeId,
        ruleSetId: measure.ruleSetId,
        ruleCode: measure.rule.code,
      },
    });
  }
};
