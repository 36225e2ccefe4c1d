// The evaluation service in two tables: operationId → handler, event → reaction. Read this first.
import type { operations } from '#contracts/generated/evaluation.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { knowDocument } from '#kernel/documents/know-document.ts';
import { directorySetKind, requestDirectory, switchDirectory } from '#kernel/scope/pull-directory.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import type { EvaluationDeps } from './deps.ts';
import type { Received, Sent } from './handler.ts';
import { getCycle } from './operations/cycle/get-cycle.ts';
import { listCycles } from './operations/cycle/list-cycles.ts';
import { listUnits } from './operations/cycle/list-units.ts';
import { openCycle } from './operations/cycle/open-cycle.ts';
import { announceUnitResults } from './operations/decisions/announce-unit-results.ts';
import { getDecision } from './operations/decisions/get-decision.ts';
import { listDecisions } from './operations/decisions/list-decisions.ts';
import { listUnitRanks } from './operations/decisions/list-unit-ranks.ts';
import { listUnitResults } from './operations/decisions/list-unit-results.ts';
import { recordDecision } from './operations/decisions/record-decision.ts';
import { releaseDecision } from './operations/decisions/release-decision.ts';
import { breakTie } from './operations/grades/break-tie.ts';
import { getTeamGradeProposal } from './operations/grades/get-team-grade-proposal.ts';
import { listTeamGradeProposals } from './operations/grades/list-team-grade-proposals.ts';
import { listTeamGrades } from './operations/grades/list-team-grades.ts';
import { proposeTeamGrades } from './operations/grades/propose-team-grades.ts';
import { decideObjection } from './operations/objections/decide-objection.ts';
import { getObjection } from './operations/objections/get-objection.ts';
import { listObjections } from './operations/objections/list-objections.ts';
import { notifyScores } from './operations/objections/notify-scores.ts';
import { raiseObjection } from './operations/objections/raise-objection.ts';
import { getRun } from './operations/runs/get-run.ts';
import { getScoreSheet } from './operations/runs/get-score-sheet.ts';
import { listRuns } from './operations/runs/list-runs.ts';
import { listScoreSheets } from './operations/runs/list-score-sheets.ts';
import { runTrial } from './operations/runs/run-trial.ts';
import { startRun } from './operations/runs/start-run.ts';
import { closeCollection } from './operations/values/close-collection.ts';
import { confirmValues } from './operations/values/confirm-values.ts';
import { freezeCycle } from './operations/values/freeze-cycle.ts';
import { listValueConfirmations } from './operations/values/list-value-confirmations.ts';
import { listValueSignatures } from './operations/values/list-value-signatures.ts';
import { reopenCollection } from './operations/values/reopen-collection.ts';
import { signValues } from './operations/values/sign-values.ts';
import { closeObjectionsByDay } from './reactions/close-objections.ts';
import { knowBatch } from './reactions/know-batch.ts';
import { knowElements } from './reactions/know-elements.ts';
import { knowIndicatorSystem, retireIndicatorSystem } from './reactions/know-indicator-system.ts';
import { knowTeams } from './reactions/know-teams.ts';
import { observationSetKind, requestObservations, switchObservations } from './reactions/take-observations.ts';
import { takePlan } from './reactions/take-plan.ts';
import { exportLists } from './store/export-lists.ts';
import type { DB } from './store/tables.ts';

/** The evaluation service. */
export const evaluation = ({ fetchPage }: EvaluationDeps): ServiceDefinition<operations, DB, Received, Sent> => ({
  name: 'evaluation',
  document: contractOf('evaluation'),
  operations: {
    openCycle,
    getCycle,
    listCycles,
    listUnits,
    signValues,
    listValueSignatures,
    confirmValues,
    listValueConfirmations,
    closeCollection,
    reopenCollection,
    freezeCycle,
    startRun,
    listRuns,
    getRun,
    listScoreSheets,
    getScoreSheet,
    notifyScores,
    raiseObjection,
    getObjection,
    listObjections,
    decideObjection,
    recordDecision,
    getDecision,
    listDecisions,
    releaseDecision,
    announceUnitResults,
    listUnitResults,
    listUnitRanks,
    proposeTeamGrades,
    listTeamGradeProposals,
    getTeamGradeProposal,
    breakTie,
    listTeamGrades,
    runTrial,
  },
  reactions: {
    'cn.jixiao.integration.DayBegan.v1': closeObjectionsByDay,
    'cn.jixiao.integration.DirectoryPublished.v1': requestDirectory,
    'cn.jixiao.integration.DocumentRegistered.v1': knowDocument,
    'cn.jixiao.integration.TeamsPublished.v1': knowTeams,
    'cn.jixiao.indicators.DataElementsPublished.v1': knowElements,
    'cn.jixiao.indicators.IndicatorSystemPublished.v1': knowIndicatorSystem,
    'cn.jixiao.indicators.IndicatorSystemRetired.v1': retireIndicatorSystem,
    'cn.jixiao.indicators.ObservationBatchAccepted.v1': knowBatch,
    'cn.jixiao.indicators.ObservationSetPublished.v1': requestObservations,
    'cn.jixiao.targets.PlanPublished.v1': takePlan,
  },
  handover: {
    fetchPage,
    switches: { [directorySetKind]: switchDirectory, [observationSetKind]: switchObservations },
  },
  exports: exportLists,
});
