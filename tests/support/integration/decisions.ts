// Decisions of the other services, as their events tell of them, for specs of deliveries.
import type { operations } from '#contracts/generated/integration.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { Received } from '#services/integration/handler.ts';
import type { ServiceUnderTest } from '../service.ts';
import { county, office } from './world.ts';

type Service = ServiceUnderTest<operations, Received>;

/** A team as the specs need it. */
export interface SpecTeam {
  readonly id: string;
  readonly organisation_id: string;
  readonly place_id: string;
  readonly credit_code: string;
}

/** Lets the assessment office register documents of an organ. */
export const authorizeOffice = async (service: Service, organ: string): Promise<void> => {
  const body = { county, organ, role: 'assessment_office', basis: '授权函（虚构）' } as const;
  const { status } = await service.ask(
    'authorizeRegistrar',
    { body },
    { subject: 'security-1', roles: ['security_administrator'] },
  );
  if (status !== 201 && status !== 409) throw new Error(`The authorisation was answered ${status}.`);
};

/** Registers a document of the committee and gives its id. */
export const registerDecision = async (service: Service, number: number): Promise<string> => {
  const draft = {
    county,
    organ: '瑞安市考核工作委员会（虚构）',
    code: '瑞考委',
    year: 2025,
    number,
    title: '关于考核结果的决定（虚构）',
    date: '2025-04-01',
    secrecy: 'none',
    digest: 'b'.repeat(64),
    form: 'file',
  };
  await authorizeOffice(service, draft.organ);
  const { body } = await service.ask('registerDocument', { body: draft }, office);
  return body.id;
};

/** The teams of the county in the order of their credit codes. */
export const teamsOf = (service: Service): Promise<SpecTeam[]> =>
  service.sql<SpecTeam>(
    `select t.id, t.organisation_id, t.place_id, o.credit_code
     from team t join organisation o on o.id = t.organisation_id order by o.credit_code collate "C"`,
  );

const decidedOn = '2025-04-02';

/** Tells that the grades of these teams were decided; gives their record keys. */
export const decideGrades = async (
  service: Service,
  documentId: string,
  teams: readonly SpecTeam[],
  grade: 'excellent' | 'good' = 'good',
): Promise<string[]> => {
  const cycleId = businessId('cycle', county, '2024');
  const grades = teams.map((team) => ({
    teamGradeId: businessId('team-grade', cycleId, team.id),
    teamId: team.id,
    organisationId: team.organisation_id,
    placeId: team.place_id,
    version: 1,
    computedGrade: grade,
    decidedGrade: grade,
    supersedes: null,
  }));
  await service.receive('cn.jixiao.evaluation.TeamGradesDecided.v1', county, {
    cycleId,
    year: 2024,
    decisionId: businessId('decision', documentId),
    documentId,
    decidedOn,
    grades,
  });
  return grades.map(({ teamGradeId }) => teamGradeId);
};

/** Tells that a measure for a team was decided; gives its id. */
export const decideMeasure = async (service: Service, documentId: string, team: SpecTeam): Promise<string> => {
  const cycleId = businessId('cycle', county, '2024');
  const measureId = businessId('measure', cycleId, team.id);
  await service.receive('cn.jixiao.incentives.MeasureDecided.v1', county, {
    measureId,
    cycleId,
    teamId: team.id,
    organisationId: team.organisation_id,
    version: 1,
    kind: 'team-commendation',
    teamGradeId: businessId('team-grade', cycleId, team.id),
    effectFrom: '2025-04-02',
    effectTo: null,
    ruleSetId: businessId('rule-set', county),
    ruleCode: 'M-1',
    decisionId: businessId('decision', documentId),
    documentId,
    decidedOn,
  });
  return measureId;
};

/** Tells that unit results are announced; gives their record keys. */
export const announceResults = async (
  service: Service,
  documentId: string,
  places: readonly string[],
  total = '93.42',
): Promise<string[]> => {
  const cycleId = businessId('cycle', county, '2024');
  const results = places.map((placeId, index) => ({
    unitResultId: businessId('unit-result', cycleId, placeId),
    unitId: businessId('unit', cycleId, placeId),
    placeId,
    version: 1,
    total,
    groupCode: 'plain-town',
    rank: index + 1,
    rankedUnits: places.length,
    supersedes: null,
  }));
  await service.receive('cn.jixiao.evaluation.UnitResultsAnnounced.v1', county, {
    cycleId,
    year: 2024,
    decisionId: businessId('decision', documentId),
    documentId,
    announcedOn: '2025-04-05',
    results,
  });
  return results.map(({ unitResultId }) => unitResultId);
};
