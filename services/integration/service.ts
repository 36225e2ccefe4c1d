// The integration service in two tables: operationId → handler, event → reaction. Read this first.
import type { operations } from '#contracts/generated/integration.ts';
import { contractOf } from '#kernel/contract/load.ts';
import type { ServiceDefinition } from '#kernel/service/definition.ts';
import type { IntegrationDeps } from './deps.ts';
import type { Received, Sent } from './handler.ts';
import { acknowledgeFeedRecords } from './operations/acknowledge-feed-records.ts';
import { beginDay } from './operations/begin-day.ts';
import { findPersons } from './operations/find-persons.ts';
import { getDay } from './operations/get-day.ts';
import { getDelivery } from './operations/get-delivery.ts';
import { getDirectorySet } from './operations/get-directory-set.ts';
import { getDocument } from './operations/get-document.ts';
import { getOrganisation } from './operations/get-organisation.ts';
import { getPerson } from './operations/get-person.ts';
import { getPlace } from './operations/get-place.ts';
import { getSynchronisation } from './operations/get-synchronisation.ts';
import { getTeam } from './operations/get-team.ts';
import { listDeliveries } from './operations/list-deliveries.ts';
import { listDirectorySetItems } from './operations/list-directory-set-items.ts';
import { listDocuments } from './operations/list-documents.ts';
import { listFeedReceipts } from './operations/list-feed-receipts.ts';
import { listFeedRecords } from './operations/list-feed-records.ts';
import { listOrganisations } from './operations/list-organisations.ts';
import { listPlaces } from './operations/list-places.ts';
import { listPosts } from './operations/list-posts.ts';
import { listSynchronisations } from './operations/list-synchronisations.ts';
import { listTeams } from './operations/list-teams.ts';
import { registerDocument } from './operations/register-document.ts';
import { authorizeRegistrar, endRegistrar, listRegistrars } from './operations/registrars.ts';
import { repairDelivery } from './operations/repair-delivery.ts';
import { sendFeedReceipt } from './operations/send-feed-receipt.ts';
import { startSynchronisation } from './operations/start-synchronisation.ts';
import { measureDecided } from './reactions/measure-decided.ts';
import { teamGradesDecided } from './reactions/team-grades-decided.ts';
import { unitResultsAnnounced } from './reactions/unit-results-announced.ts';
import { countOpenWork } from './store/count-open-work.ts';
import { exportDocuments } from './store/export-documents.ts';
import { exportPlaces } from './store/export-places.ts';
import {
  exportDeliveries,
  exportOrganisations,
  exportPosts,
  exportRegistrars,
  exportSynchronisations,
  exportTeams,
} from './store/export-rows.ts';
import type { DB } from './store/tables.ts';

/** The integration service. */
export const integration = ({ keys }: IntegrationDeps): ServiceDefinition<operations, DB, Received, Sent> => ({
  name: 'integration',
  document: contractOf('integration'),
  operations: {
    beginDay,
    getDay,
    listPlaces,
    getPlace,
    listOrganisations,
    getOrganisation,
    listTeams,
    getTeam,
    listPosts,
    getPerson: getPerson(keys),
    findPersons: findPersons(keys),
    listRegistrars,
    authorizeRegistrar,
    endRegistrar,
    registerDocument,
    getDocument,
    listDocuments,
    startSynchronisation,
    getSynchronisation,
    listSynchronisations,
    getDirectorySet,
    listDirectorySetItems,
    listFeedRecords,
    acknowledgeFeedRecords,
    sendFeedReceipt,
    listFeedReceipts,
    listDeliveries,
    getDelivery,
    repairDelivery,
  },
  reactions: {
    'cn.jixiao.evaluation.UnitResultsAnnounced.v1': unitResultsAnnounced,
    'cn.jixiao.evaluation.TeamGradesDecided.v1': teamGradesDecided,
    'cn.jixiao.incentives.MeasureDecided.v1': measureDecided,
  },
  openWork: countOpenWork,
  exports: {
    places: exportPlaces,
    organisations: exportOrganisations,
    teams: exportTeams,
    posts: exportPosts,
    documents: exportDocuments,
    registrars: exportRegistrars,
    synchronisations: exportSynchronisations,
    deliveries: exportDeliveries,
  },
});
