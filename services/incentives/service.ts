// The incentives service in two tables: operationId → handler, event → reaction. Read this first.
import type { operations } from '#contracts/generated/incentives.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { knowDocument } from '#kernel/documents/know-document.ts';
import { directorySetKind, requestDirectory, switchDirectory } from '#kernel/scope/pull-directory.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import type { IncentivesDeps } from './deps.ts';
import type { Received, Sent } from './handler.ts';
import { confirmMeasure } from './operations/confirm-measure.ts';
import { dropMeasure } from './operations/drop-measure.ts';
import { getDecision } from './operations/get-decision.ts';
import { getMeasure } from './operations/get-measure.ts';
import { getRuleSet } from './operations/get-rule-set.ts';
import { listDecisions } from './operations/list-decisions.ts';
import { listMeasures } from './operations/list-measures.ts';
import { listRuleSets } from './operations/list-rule-sets.ts';
import { publishRuleSet } from './operations/publish-rule-set.ts';
import { recordDecision } from './operations/record-decision.ts';
import { registerRuleSet } from './operations/register-rule-set.ts';
import { releaseDecision } from './operations/release-decision.ts';
import { followDelivery } from './reactions/follow-delivery.ts';
import { knowCycle } from './reactions/know-cycle.ts';
import { knowTeams } from './reactions/know-teams.ts';
import { proposeFromGrades } from './reactions/propose-measures.ts';
import { exportDecisions } from './store/export-decisions.ts';
import { exportMeasures } from './store/export-measures.ts';
import { exportRuleSets } from './store/export-rule-sets.ts';
import type { DB } from './store/tables.ts';

/** The incentives service. */
export const incentives = ({ fetchPage }: IncentivesDeps): ServiceDefinition<operations, DB, Received, Sent> => ({
  name: 'incentives',
  document: contractOf('incentives'),
  operations: {
    registerRuleSet,
    getRuleSet,
    listRuleSets,
    publishRuleSet,
    getMeasure,
    listMeasures,
    confirmMeasure,
    dropMeasure,
    recordDecision,
    getDecision,
    listDecisions,
    releaseDecision,
  },
  reactions: {
    // The kernel stores the day that DayBegan brings; nothing here moves with it.
    'cn.jixiao.integration.DirectoryPublished.v1': requestDirectory,
    'cn.jixiao.integration.DocumentRegistered.v1': knowDocument,
    'cn.jixiao.integration.TeamsPublished.v1': knowTeams,
    'cn.jixiao.integration.DeliveryAcknowledged.v1': followDelivery,
    'cn.jixiao.evaluation.CycleOpened.v1': knowCycle,
    'cn.jixiao.evaluation.TeamGradesDecided.v1': proposeFromGrades,
  },
  handover: { fetchPage, switches: { [directorySetKind]: switchDirectory } },
  exports: {
    decisions: exportDecisions,
    measures: exportMeasures,
    'rule-sets': exportRuleSets,
  },
});
