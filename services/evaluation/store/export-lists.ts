// The lists of the export (E21): business content in byte order of its keys, without recorded times and without who acted.
import { type RawBuilder, sql } from 'kysely';
import type { ExportList, ExportRecord } from '#kernel/service/definition.ts';
import type { DB } from './tables.ts';

type Keyed = { readonly export_key: string };

/** A list out of a query whose column `export_key` sorts it. Ids are as unique as what they are made of, so they are keys. */
const list =
  (read: (county: string) => RawBuilder<unknown>): ExportList<DB> =>
  async (tx, county, { after, limit }) => {
    const { rows } = await sql<Keyed>`
      select * from (${read(county)}) list
      where export_key collate "C" > ${after} order by export_key collate "C" limit ${limit}`.execute(tx);
    return rows.map(({ export_key: key, ...content }): ExportRecord => ({ key, content }));
  };

const cycles = list(
  (county) => sql`
    select id::text as export_key, id, county, kind, year, name, month_from as "from", month_to as "to", state, version,
      indicator_system_id as "indicatorSystemId", rules, groups, unit_count as "unitCount", opened_on as "openedOn",
      values_confirmed_on as "valuesConfirmedOn", overruled, reopenings, freeze_number as "freezeNumber",
      observation_set_id as "observationSetId", observation_count as "observationCount",
      observation_digest as "observationDigest", observation_unsigned as "observationUnsigned", frozen_on as "frozenOn",
      final_run_id as "finalRunId", scored_on as "scoredOn", result_digest as "resultDigest", notified_on as "notifiedOn",
      objections_due_on as "objectionsDueOn", decisions_due_on as "decisionsDueOn",
      objections_closed_on as "objectionsClosedOn", approved_on as "approvedOn", decision_id as "decisionId",
      announced_on as "announcedOn"
    from cycle where county = ${county}`,
);

const units = list(
  (county) => sql`
    select id::text as export_key, id, county, cycle_id as "cycleId", place_id as "placeId", place_code as "placeCode",
      class_code as "classCode", group_code as "groupCode"
    from unit where county = ${county}`,
);

const valueSignatures = list(
  (county) => sql`
    select id::text as export_key, id, county, cycle_id as "cycleId", organisation_id as "organisationId", number,
      element_codes as "elementCodes", signed_on as "signedOn"
    from value_signature where county = ${county}`,
);

const valueConfirmations = list(
  (county) => sql`
    select id::text as export_key, id, county, cycle_id as "cycleId", unit_id as "unitId", number, outcome, disputes,
      said_on as "saidOn"
    from value_confirmation where county = ${county}`,
);

const runs = list(
  (county) => sql`
    select id::text as export_key, id, county, cycle_id as "cycleId", number, kind, started_on as "startedOn",
      indicator_system_id as "indicatorSystemId", rules_code as "rulesCode", rules_version as "rulesVersion",
      observation_set_id as "observationSetId", target_count as "targetCount", sheet_count as "sheetCount", digest
    from run where county = ${county}`,
);

const scoreSheets = list(
  (county) => sql`
    select id || ' ' || lpad(version::text, 10, '0') as export_key, id, version, county, cycle_id as "cycleId",
      run_id as "runId", computed_on as "computedOn", digest, sheet
    from score_sheet where county = ${county}`,
);

const objections = list(
  (county) => sql`
    select id::text as export_key, id, county, cycle_id as "cycleId", unit_id as "unitId",
      indicator_code as "indicatorCode", state, version, claim, document_id as "documentId", raised_on as "raisedOn",
      due_on as "dueOn", points::text as points, reason, answer_document_id as "answerDocumentId",
      decided_on as "decidedOn", late, ranks_moved as "ranksMoved", corrected_values as "correctedValues"
    from objection where county = ${county}`,
);

const decisions = list(
  (county) => sql`
    select id::text as export_key, id, county, cycle_id as "cycleId", subject, state, version, organ,
      document_id as "documentId", decided_on as "decidedOn", attachment_digest as "attachmentDigest",
      result_digest as "resultDigest", proposal_id as "proposalId", proposal_version as "proposalVersion", grades,
      recorded_on as "recordedOn", released_on as "releasedOn"
    from decision where county = ${county}`,
);

const unitResults = list(
  (county) => sql`
    select id || ' ' || lpad(version::text, 10, '0') as export_key, id, version, county, cycle_id as "cycleId",
      unit_id as "unitId", score_sheet_id as "scoreSheetId", score_sheet_version as "scoreSheetVersion",
      class_code as "classCode", group_code as "groupCode", total::text as total, rank, ranked_units as "rankedUnits",
      tied, decision_id as "decisionId", approved_on as "approvedOn", supersedes
    from unit_result where county = ${county}`,
);

const teamGradeProposals = list(
  (county) => sql`
    select id::text as export_key, id, county, cycle_id as "cycleId", number, state, version, proposed_on as "proposedOn",
      quota, ties, tie_breaks as "tieBreaks", grades
    from team_grade_proposal where county = ${county}`,
);

const teamGrades = list(
  (county) => sql`
    select id || ' ' || lpad(version::text, 10, '0') as export_key, id, version, county, cycle_id as "cycleId",
      team_id as "teamId", organisation_id as "organisationId", unit_id as "unitId", computed_grade as "computedGrade",
      decided_grade as "decidedGrade", reason, document_id as "documentId", decision_id as "decisionId",
      decided_on as "decidedOn", supersedes
    from team_grade where county = ${county}`,
);

/** The lists by their names. */
export const exportLists: Readonly<Record<string, ExportList<DB>>> = {
  cycles,
  units,
  'value-signatures': valueSignatures,
  'value-confirmations': valueConfirmations,
  runs,
  'score-sheets': scoreSheets,
  objections,
  decisions,
  'unit-results': unitResults,
  'team-grade-proposals': teamGradeProposals,
  'team-grades': teamGrades,
};
