// The targets service in two tables: operationId → handler, event → reaction. Read this first.
import type { operations } from '#contracts/generated/targets.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { knowDocument } from '#kernel/documents/know-document.ts';
import type { FetchPage } from '#kernel/exchange/handover/pull.ts';
import { directorySetKind, requestDirectory, switchDirectory } from '#kernel/scope/pull-directory.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import type { Received, Sent } from './handler.ts';
import { acceptNoticeAnswer } from './operations/accept-notice-answer.ts';
import { answerNotice } from './operations/answer-notice.ts';
import { closeNotice } from './operations/close-notice.ts';
import { draftPlan } from './operations/draft-plan.ts';
import { getDecision } from './operations/get-decision.ts';
import { getNotice } from './operations/get-notice.ts';
import { getPlan } from './operations/get-plan.ts';
import { getTarget } from './operations/get-target.ts';
import { issueNotice } from './operations/issue-notice.ts';
import { listDecisions } from './operations/list-decisions.ts';
import { listLights } from './operations/list-lights.ts';
import { listNotices } from './operations/list-notices.ts';
import { listPlans } from './operations/list-plans.ts';
import { recordDecision } from './operations/record-decision.ts';
import { releaseDecision } from './operations/release-decision.ts';
import { replacePlan } from './operations/replace-plan.ts';
import { returnPlan } from './operations/return-plan.ts';
import { submitPlan } from './operations/submit-plan.ts';
import { cycleOpened } from './reactions/cycle-opened.ts';
import { dataElementsPublished } from './reactions/data-elements-published.ts';
import { dayBegan } from './reactions/day-began.ts';
import { indicatorSystemPublished } from './reactions/indicator-system-published.ts';
import { indicatorSystemRetired } from './reactions/indicator-system-retired.ts';
import { batchSetKind, observationBatchAccepted, switchBatch } from './reactions/observation-batch-accepted.ts';
import { exportDecisions } from './store/export-decisions.ts';
import { exportLights } from './store/export-lights.ts';
import { exportNotices } from './store/export-notices.ts';
import { exportPlans } from './store/export-plans.ts';
import type { DB } from './store/tables.ts';

/** What the service is given: how pages of handed-over sets are fetched from integration and indicators (E14). */
export interface TargetsDeps {
  readonly fetchPage: FetchPage;
}

/** The targets service. */
export const targets = ({ fetchPage }: TargetsDeps): ServiceDefinition<operations, DB, Received, Sent> => ({
  name: 'targets',
  document: contractOf('targets'),
  operations: {
    draftPlan,
    getPlan,
    listPlans,
    replacePlan,
    submitPlan,
    returnPlan,
    recordDecision,
    getDecision,
    listDecisions,
    releaseDecision,
    getTarget,
    listLights,
    issueNotice,
    getNotice,
    listNotices,
    answerNotice,
    acceptNoticeAnswer,
    closeNotice,
  },
  reactions: {
    'cn.jixiao.integration.DirectoryPublished.v1': requestDirectory,
    'cn.jixiao.integration.DocumentRegistered.v1': knowDocument,
    'cn.jixiao.integration.DayBegan.v1': dayBegan,
    'cn.jixiao.indicators.DataElementsPublished.v1': dataElementsPublished,
    'cn.jixiao.indicators.IndicatorSystemPublished.v1': indicatorSystemPublished,
    'cn.jixiao.indicators.IndicatorSystemRetired.v1': indicatorSystemRetired,
    'cn.jixiao.indicators.ObservationBatchAccepted.v1': observationBatchAccepted,
    'cn.jixiao.evaluation.CycleOpened.v1': cycleOpened,
  },
  handover: {
    fetchPage,
    switches: { [directorySetKind]: switchDirectory, [batchSetKind]: switchBatch },
  },
  exports: {
    plans: exportPlans,
    decisions: exportDecisions,
    lights: exportLights,
    notices: exportNotices,
  },
});
