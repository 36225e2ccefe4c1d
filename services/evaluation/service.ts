// The evaluation service in two tables: operationId → handler, event → reaction. Read this first.
import type { operations } from '#contracts/generated/evaluation.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { knowDocument } from '#kernel/documents/know-document.ts';
import { directorySetKind, requestDirectory, switchDirectory } from '#kernel/scope/pull-directory.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import type { EvaluationDeps } from './deps.ts';
import type { Received, Sent } from './handler.ts';
import { announceUnitResults } from './operations/announce-unit-results.ts';
import { breakTie } from './operations/break-tie.ts';
import { closeCollection } from './operations/close-collection.ts';
import { confirmValues } from './operations/confirm-values.ts';
import { decideObjection } from './operations/decide-objection.ts';
import { freezeCycle } from './operations/freeze-cycle.ts';
import { getCycle } from './operations/get-cycle.ts';
import { getDecision } from './operations/get-decision.ts';
import { getObjection } from './operations/get-objection.ts';
import { getRun } from './operations/get-run.ts';
import { getScoreSheet } from './operations/get-score-sheet.ts';
import { getTeamGradeProposal } from './operations/get-team-grade-proposal.ts';
import { listCycles } from './operations/list-cycles.ts';
import { listDecisions } from './operations/list-decisions.ts';
import { listObjections } from './operations/list-objections.ts';
import { listRuns } from './operations/list-runs.ts';
import { listScoreSheets } from './operations/list-score-sheets.ts';
import { listTeamGradeProposals } from './operations/list-team-grade-proposals.ts';
import { listTeamGrades } from './operations/list-team-grades.ts';
import { listUnitRanks } from './operations/list-unit-ranks.ts';
import { listUnitResults } from './operations/list-unit-results.ts';
import { listUnits } from './operations/list-units.ts';
import { listValueConfirmations } from './operations/list-value-confirmations.ts';
import { listValueSignatures } from './operations/list-value-signatures.ts';
import { notifyScores } from './operations/notify-scores.ts';
import { openCycle } from './operations/open-cycle.ts';
import { proposeTeamGrades } from './operations/propose-team-grades.ts';
import { raiseObjection } from './operations/raise-objection.ts';
import { recordDecision } from './operations/record-decision.ts';
import { releaseDecision } from './operations/release-decision.ts';
import { reopenCollection } from './operations/reopen-collection.ts';
import { runTrial } from './operations/run-trial.ts';
import { signValues } from './operations/sign-values.ts';
import { startRun } from './operations/start-run.ts';
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
