// The incentives service under test in a county with its directory, teams, documents and a rule set in force.
import type { operations } from '#contracts/generated/incentives.ts';
import { setDigest } from '#kernel/exchange/handover/set.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';
import {
  county,
  countyPlace,
  cycleId,
  gradeDocument,
  measureDocument,
  measureRules,
  organisationOf,
  teamOf,
  townPlace,
} from '#services/incentives/domain/rules.fixture.ts';
import type { Received } from '#services/incentives/handler.ts';
import { incentives } from '#services/incentives/service.ts';
import { type Person, type ServiceUnderTest, serviceUnderTest } from './service.ts';
import { placeCodes } from './small-directory.ts';

const office = (subject: string, role: Person['roles'][number]): Person => ({
  subject,
  roles: [role],
  places: [countyPlace],
});
/** The people of the county. */
export const people: Readonly<Record<'organisation' | 'recorder' | 'releaser' | 'auditor', Person>> = {
  organisation: office('zuzhibu-1', 'organization_department'),
  recorder: office('luru-1', 'decision_recorder'),
  releaser: office('fabu-1', 'decision_releaser'),
  auditor: office('shenji-1', 'auditor'),
};

/** A rule set as it is registered. */
export const ruleSetDraft: operations['registerRuleSet']['requestBody']['content']['application/json'] = {
  county,
  code: 'ruian-measures',
  version: 1,
  name: '2025年度考核结果应用规则（演示方案，虚构）',
  source: 'assumed',
  measureRules,
};

export type Incentives = ServiceUnderTest<operations, Received>;
type Grades = Received['cn.jixiao.evaluation.TeamGradesDecided.v1']['grades'];

/** A town that was there until the end of June 2025: when grades are decided, it is no more. */
export const mergedTown = '撤并镇（虚构）';

const directory = [
  [countyPlace, null, county, null],
  [townPlace('安阳街道'), countyPlace, '330381001000', null],
  [townPlace('湖岭镇'), countyPlace, '330381122000', null],
  [townPlace('北麂乡'), countyPlace, '330381222000', null],
  [townPlace(mergedTown), countyPlace, placeCodes.merged, '2025-07-01'],
] as const;

const directoryItems = directory
  .map(([placeId, parentId, code, validTo]) => ({
    key: placeId,
    row: {
      placeId,
      versions: [{ validFrom: '2000-01-01', validTo, code, name: code, kind: 'town', parentId }],
    },
  }))
  .toSorted((a, b) => (a.key < b.key ? -1 : 1));

const publishDirectory = async (service: Incentives): Promise<void> => {
  const digest = setDigest();
  for (const { key, row } of directoryItems) digest.add(key, canonicalJson(row));
  const set = { setId: businessId('test', 'set'), number: 1, count: directoryItems.length, digest: digest.digest() };
  await service.receive('cn.jixiao.integration.DirectoryPublished.v1', county, { ...set, asOf: '2025-01-01' });
  await service.pull();
};

/** Announces a document to the service. */
export const announceDocument = (service: Incentives, documentId: string): Promise<void> =>
  service.receive('cn.jixiao.integration.DocumentRegistered.v1', county, {
    documentId,
    issuedOn: '2026-03-20',
    digest: 'a'.repeat(64),
  });

/** Announces the county's teams; 北麂乡 has none whose members HR named. */
export const announceTeams = (service: Incentives): Promise<void> =>
  service.receive('cn.jixiao.integration.TeamsPublished.v1', county, {
    asOf: '2025-01-01',
    teams: ['安阳街道', '湖岭镇', '北麂乡'].map((name) => ({
      teamId: teamOf(name),
      organisationId: organisationOf(name),
      placeId: townPlace(name),
      memberCount: name === '北麂乡' ? 0 : 9,
    })),
  });

/** Announces the opening of a cycle, as evaluation does. Of it measures need the day alone. */
export const openCycle = (service: Incentives, cycle: string = cycleId): Promise<void> =>
  service.receive('cn.jixiao.evaluation.CycleOpened.v1', county, {
    cycleId: cycle,
    kind: 'annual',
    year: 2025,
    from: '2025-01',
    to: '2025-12',
    indicatorSystemId: businessId('test', 'indicator-system'),
    rulesCode: 'ruian-thread',
    rulesVersion: 1,
    openedOn: '2025-01-22',
    units: [],
    noticeAnswer: { unit: 'working-days', days: 10 },
    lightRules: {},
  });

/** Announces decided grades, as evaluation does. */
export const decideGrades = (
  service: Incentives,
  grades: Readonly<Record<string, Grades[number]['decidedGrade']>>,
  cycle: string = cycleId,
): Promise<void> =>
  service.receive(
    'cn.jixiao.evaluation.TeamGradesDecided.v1',
    county,
    {
      cycleId: cycle,
      year: 2025,
      decisionId: businessId('test', 'decision', cycle),
      documentId: gradeDocument,
      decidedOn: '2026-03-25',
      grades: Object.entries(grades).map(([name, grade]) => ({
        teamGradeId: businessId('test', 'team-grade', cycle, name),
        teamId: teamOf(name),
        organisationId: organisationOf(name),
        placeId: townPlace(name),
        version: 1,
        computedGrade: grade,
        decidedGrade: grade,
        supersedes: null,
      })),
    },
    '2026-03-25',
  );

/** Starts the service in a county that has its day, directory, cycle, teams and documents. */
export const startIncentives = async (): Promise<Incentives> => {
  const service = await serviceUnderTest(
    incentives({ fetchPage: () => Promise.resolve({ items: directoryItems, next: null }) }),
  );
  await service.beginDay(county, '2026-03-25');
  await publishDirectory(service);
  await openCycle(service);
  await announceTeams(service);
  for (const document of [gradeDocument, measureDocument]) await announceDocument(service, document);
  return service;
};

/** Registers and publishes the rule set of the specs. */
export const putRulesIntoForce = async (service: Incentives): Promise<string> => {
  const { body, etag } = await service.ask('registerRuleSet', { body: ruleSetDraft }, people.organisation);
  await service.ask(
    'publishRuleSet',
    { path: { ruleSetId: body.id }, body: { documentId: gradeDocument }, ifMatch: etag ?? '' },
    people.organisation,
  );
  return body.id;
};
