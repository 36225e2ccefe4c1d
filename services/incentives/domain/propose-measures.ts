// From decided team grades to proposed measures, by the rule set in force. A measure hangs on a decision, never on a score.
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { LackingFact, Measure } from './measure.ts';
import type { Grade, MeasureRule } from './measure-rule.ts';
import type { RuleSet } from './rule-set.ts';

/** The grade of one team as its decision says. */
export interface DecidedGrade {
  readonly teamGradeId: string;
  readonly teamId: string;
  readonly organisationId: string;
  readonly placeId: string;
  readonly version: number;
  readonly decidedGrade: Grade;
}

/** A released decision on team grades. */
export interface GradeDecision {
  readonly county: string;
  readonly cycleId: string;
  readonly year: number;
  readonly decisionId: string;
  readonly documentId: string;
  readonly grades: readonly DecidedGrade[];
}

/** How many members each team has; a team that is not named, or has none, has an unknown number. */
export type MemberCounts = ReadonlyMap<string, number>;

// A share of the team's members says nothing where their number is unknown.
const lacksOf = (rule: MeasureRule, teamId: string, members: MemberCounts): readonly LackingFact[] =>
  rule.kind === 'person-quota' && !members.has(teamId) ? ['team-members'] : [];

/**
 * The measures that follow from a decision: for each team each rule that names its decided grade, in that order. The id is of
 * the grade, its version and the rule, so that the same decision proposes the same measures.
 */
export const proposeMeasures = (
  decision: GradeDecision,
  set: RuleSet,
  members: MemberCounts,
  on: IsoDate,
): readonly Measure[] =>
  decision.grades.flatMap((grade) =>
    set.measureRules
      .filter((rule) => rule.grades.includes(grade.decidedGrade))
      .map((rule) => ({
        id: businessId('measure', grade.teamGradeId, String(grade.version), set.id, rule.code),
        county: decision.county,
        cycleId: decision.cycleId,
        year: decision.year,
        teamId: grade.teamId,
        organisationId: grade.organisationId,
        placeId: grade.placeId,
        teamGradeId: grade.teamGradeId,
        grade: grade.decidedGrade,
        gradeDecisionId: decision.decisionId,
        gradeDocumentId: decision.documentId,
        ruleSetId: set.id,
        rule,
        lacks: lacksOf(rule, grade.teamId, members),
        proposedOn: on,
        state: 'proposed',
        version: 1,
        opinion: null,
        decisionId: null,
        effectFrom: null,
        effectTo: null,
        deliveredOn: null,
        execution: null,
      })),
  );
