// The documents of the year (文号), each fictional and marked so, with the day on which it arises.
import type { operations } from '#contracts/generated/integration.ts';
import type { Output } from '#kernel/contract/types.ts';
import { sha256 } from '#kernel/values/canonical-json.ts';
import type { Actor } from './actors.ts';
import { allPages } from './api/pages.ts';

type Registered = Output<operations['getDocument']>['body'];

/** A document before it is registered: organ, 机关代字, number, title, day, and who registers it. */
interface Planned {
  readonly organ: string;
  readonly code: string;
  readonly number: number;
  readonly title: string;
  readonly date: string;
  readonly by: 'office-1' | 'organization' | 'recorder';
}

const committee = { organ: '瑞安市考核工作委员会（虚构）', code: '瑞考委', by: 'recorder' } as const;
const office = { organ: '瑞安市考核工作委员会办公室（虚构）', code: '瑞考办', by: 'office-1' } as const;
const party = { organ: '中共瑞安市委（虚构）', code: '瑞委', by: 'recorder' } as const;
const department = { organ: '中共瑞安市委组织部（虚构）', code: '瑞组', by: 'organization' } as const;

/** The documents by name. */
export type DocumentName =
  | 'indicatorSystem'
  | 'ruleSet'
  | 'plans'
  | 'firstNotices'
  | 'secondNotices'
  | 'thirdNotices'
  | 'objectionAccepted'
  | 'objectionRefused'
  | 'unitResults'
  | 'teamGrades'
  | 'lowerGrade'
  | 'partyMeasures'
  | 'departmentMeasures'
  | 'officeMeasures';

const documents: Readonly<Record<DocumentName, Planned>> = {
  indicatorSystem: { ...office, number: 1, title: '关于印发2025年度乡镇（街道）考核办法的通知', date: '2025-01-20' },
  ruleSet: { ...department, number: 2, title: '关于印发2025年度考核结果应用规则的通知', date: '2025-01-20' },
  plans: { ...committee, number: 3, title: '关于下达2025年度乡镇（街道）目标任务的通知', date: '2025-03-03' },
  firstNotices: { ...office, number: 6, title: '关于一季度目标进度滞后的督查告知单', date: '2025-04-08' },
  secondNotices: { ...office, number: 11, title: '关于上半年目标进度滞后的督查告知单', date: '2025-07-08' },
  thirdNotices: { ...office, number: 15, title: '关于三季度目标进度滞后的督查告知单', date: '2025-10-09' },
  objectionAccepted: { ...office, number: 4, title: '关于林川镇得分异议的答复', date: '2026-02-10' },
  objectionRefused: { ...office, number: 5, title: '关于上望街道得分异议的答复', date: '2026-02-11' },
  unitResults: { ...committee, number: 2, title: '关于2025年度乡镇（街道）考核结果的决定', date: '2026-03-09' },
  teamGrades: { ...party, number: 8, title: '关于2025年度乡镇（街道）领导班子考核等次的决定', date: '2026-03-25' },
  lowerGrade: { ...party, number: 9, title: '关于平阳坑镇领导班子考核等次的专题会议纪要', date: '2026-03-25' },
  partyMeasures: { ...party, number: 12, title: '关于表扬2025年度考核优秀领导班子的决定', date: '2026-04-10' },
  departmentMeasures: { ...department, number: 7, title: '关于2025年度考核结果应用的决定', date: '2026-04-10' },
  officeMeasures: { ...office, number: 9, title: '关于平阳坑镇限期整改的决定', date: '2026-04-10' },
};

/** Whom each organ lets register its documents: the security administrator records it as the first act of the year. */
const registrars = [
  { organ: committee.organ, role: 'decision_recorder' },
  { organ: office.organ, role: 'assessment_office' },
  { organ: party.organ, role: 'decision_recorder' },
  { organ: department.organ, role: 'organization_department' },
] as const;

/** Records the authorisations that are not there yet. */
const authorizeOnce = async (county: string, { integration }: Actor): Promise<void> => {
  const known = await allPages((page) => integration.listRegistrars({ query: { county, ...page } }));
  for (const { organ, role } of registrars) {
    if (known.some((one) => one.organ === organ && one.role === role && one.endedOn === null)) continue;
    await integration.authorizeRegistrar({ body: { county, organ, role, basis: '各机关授权函（虚构）' } });
  }
};

const isSame = (planned: Planned, registered: Registered): boolean =>
  registered.code === planned.code &&
  registered.number === planned.number &&
  registered.year === Number(planned.date.slice(0, 4));

/**
 * The id of a document, registered by whom it is of unless it is already. `settle` lets every service learn of it before it is
 * named anywhere.
 */
export const registerOnce = async (
  name: DocumentName,
  county: string,
  actorOf: (username: string) => Actor,
  settle: () => Promise<void>,
): Promise<string> => {
  const planned = documents[name];
  const actor = actorOf(planned.by);
  const known = await allPages((page) => actor.integration.listDocuments({ query: { county, ...page } }));
  const same = known.find((registered) => isSame(planned, registered));
  if (same !== undefined) return same.id;
  await authorizeOnce(county, actorOf('security-admin'));
  const { organ, code, number, date } = planned;
  const title = `${planned.title}（虚构）`;
  const { body } = await actor.integration.registerDocument({
    body: {
      county,
      organ,
      code,
      year: Number(date.slice(0, 4)),
      number,
      title,
      date,
      secrecy: 'none',
      digest: sha256(title),
      form: 'file',
    },
  });
  await settle();
  return body.id;
};
