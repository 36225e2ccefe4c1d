// The indicators service in two tables: operationId → handler, event → reaction. Read this first.
import type { operations } from '#contracts/generated/indicators.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { knowDocument } from '#kernel/documents/know-document.ts';
import { directorySetKind, requestDirectory, switchDirectory } from '#kernel/scope/pull-directory.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import type { IndicatorsDeps } from './deps.ts';
import type { Received, Sent } from './handler.ts';
import { createIndicatorSystem } from './operations/create-indicator-system.ts';
import { getElement } from './operations/get-element.ts';
import { getIndicatorSystem } from './operations/get-indicator-system.ts';
import { getObservationBatch } from './operations/get-observation-batch.ts';
import { getObservationSet } from './operations/get-observation-set.ts';
import { listElements } from './operations/list-elements.ts';
import { listIndicatorSystems } from './operations/list-indicator-systems.ts';
import { listObservationBatches } from './operations/list-observation-batches.ts';
import { listObservationRevisions } from './operations/list-observation-revisions.ts';
import { listObservationSetItems } from './operations/list-observation-set-items.ts';
import { listObservations } from './operations/list-observations.ts';
import { listRejectedRows } from './operations/list-rejected-rows.ts';
import { publishIndicatorSystem } from './operations/publish-indicator-system.ts';
import { putElements } from './operations/put-elements.ts';
import { replaceIndicatorSystem } from './operations/replace-indicator-system.ts';
import { retireIndicatorSystem } from './operations/retire-indicator-system.ts';
import { sendObservationBatch } from './operations/send-observation-batch.ts';
import { freezeCycle } from './reactions/freeze-cycle.ts';
import { liftFreeze } from './reactions/lift-freeze.ts';
import {
  exportBatches,
  exportElements,
  exportIndicatorSystems,
  exportObservationSets,
  exportObservations,
  exportRejectedRows,
} from './store/export-lists.ts';
import type { DB } from './store/tables.ts';

/** The indicators service. */
export const indicators = ({ fetchPage }: IndicatorsDeps): ServiceDefinition<operations, DB, Received, Sent> => ({
  name: 'indicators',
  document: contractOf('indicators'),
  operations: {
    putElements,
    getElement,
    listElements,
    createIndicatorSystem,
    getIndicatorSystem,
    listIndicatorSystems,
    replaceIndicatorSystem,
    publishIndicatorSystem,
    retireIndicatorSystem,
    sendObservationBatch,
    getObservationBatch,
    listObservationBatches,
    listRejectedRows,
    listObservations,
    listObservationRevisions,
    getObservationSet,
    listObservationSetItems,
  },
  reactions: {
    // The kernel stores the day that DayBegan brings; nothing here moves with it.
    'cn.jixiao.integration.DirectoryPublished.v1': requestDirectory,
    'cn.jixiao.integration.DocumentRegistered.v1': knowDocument,
    'cn.jixiao.evaluation.CycleFreezeOrdered.v1': freezeCycle,
    'cn.jixiao.evaluation.CollectionReopened.v1': liftFreeze,
  },
  handover: { fetchPage, switches: { [directorySetKind]: switchDirectory } },
  exports: {
    elements: exportElements,
    'indicator-systems': exportIndicatorSystems,
    'observation-batches': exportBatches,
    'observation-sets': exportObservationSets,
    observations: exportObservations,
    'rejected-rows': exportRejectedRows,
  },
});
