// The closing summary of the year, for a person to read: what came of units, teams, lights, objections, measures and deliveries.
import { daysBetween, isoDate } from '#kernel/values/date.ts';
import type { Exported } from './export.ts';
import type { Facts } from './facts.ts';
import type { Scheme } from './scheme.ts';
import { columns, tally } from './text.ts';

/** A part of the summary. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The closing summary. */
export interface Summary {
  /** The business day that the run has come to. */
  readonly day: string;
  /** The digest of the export: the same in every run of the same months. */
  readonly digest: string;
  readonly recordCount: number;
  readonly sections: readonly Section[];
}

const gradeWords = { excellent: '优秀', good: '良好', fair: '一般', poor: '较差' } as const;
const colourWords = { green: '绿灯', yellow: '黄灯', red: '红灯', grey: '灰灯' } as const;
const measureWords = {
  proposed: '已提出',
  confirmed: '已确认',
  dropped: '未采纳',
  decided: '已审定',
  delivered: '已送达',
  executed: '已执行',
} as const;

const namesOf = (list: readonly { readonly code: string; readonly name: string }[]): ReadonlyMap<string, string> =>
  new Map(list.map(({ code, name }) => [code, name]));

const documentOf = (facts: Facts, id: string | null): string =>
  facts.documents.find((document) => document.id === id)?.reference ?? '无文号';

const unitSection = (facts: Facts, scheme: Scheme): Section => {
  const groups = namesOf(scheme.units.groups);
  const classes = namesOf(scheme.indicatorSystem.classes);
  const moved = (before: number | string, now: number | string): string =>
    before === now ? String(now) : `${before} → ${now}`;
  const rows = facts.standings
    .toSorted((a, b) => (a.now.groupCode === b.now.groupCode ? a.now.rank - b.now.rank : 0))
    .map(({ unit, before, now }) => {
      const grade = facts.teamGrades.find(({ unitId }) => unitId === unit.unitId);
      const result = facts.unitResults.find(({ unitId }) => unitId === unit.unitId);
      return [
        groups.get(now.groupCode) ?? now.groupCode,
        moved(before.rank, now.rank),
        unit.assignment.name,
        classes.get(now.classCode) ?? now.classCode,
        moved(before.total, now.total),
        grade === undefined ? '' : moved(gradeWords[grade.computedGrade], gradeWords[grade.decidedGrade]),
        result === undefined ? '' : `第 ${result.version} 版`,
      ];
    });
  return { title: '单位名次与得分（异议前 → 后）、班子等次（计算 → 审定）', lines: columns(rows) };
};

const gradeSection = (facts: Facts, scheme: Scheme): Section => {
  const { share, source } = scheme.gradingRules.team.excellent;
  const differing = facts.teamGrades
    .filter(({ computedGrade, decidedGrade }) => computedGrade !== decidedGrade)
    .map((grade) => {
      const unit = facts.units.find(({ unitId }) => unitId === grade.unitId)?.assignment.name ?? '';
      const [computed, decided] = [gradeWords[grade.computedGrade], gradeWords[grade.decidedGrade]];
      return `${unit}：计算为${computed}，审定为${decided}。${grade.reason} 依据 ${documentOf(facts, grade.documentId)}`;
    });
  const used = tally(facts.teamGrades.map(({ decidedGrade }) => gradeWords[decidedGrade]));
  const quota = `优秀比例不超过 ${share}（${source}）`;
  return { title: '领导班子等次', lines: facts.teamGrades.length === 0 ? ['尚未审定'] : [used, quota, ...differing] };
};

const raisedColours = (facts: Facts): readonly string[] =>
  facts.targets.flatMap(({ light, earlierLights }) => {
    const course = [...earlierLights.toReversed(), light];
    return course
      .filter(({ colour }, index) => colour !== course[index - 1]?.colour)
      .map(({ colour }) => colourWords[colour]);
  });

const lightSection = (facts: Facts): Section => {
  const { notices } = facts;
  const count = (holds: (notice: Facts['notices'][number]) => boolean): number => notices.filter(holds).length;
  return {
    title: '亮灯与告知单',
    lines: [
      `目标 ${facts.targets.length} 个，亮灯变化：${tally(raisedColours(facts))}`,
      `告知单 ${notices.length} 份（${tally(notices.map(({ colour }) => colourWords[colour]))}）：按期答复 ${count(
        ({ answer }) => answer?.late === false,
      )}，逾期答复 ${count(({ answer }) => answer?.late === true)}，已办结 ${count(({ state }) => state === 'closed')}`,
    ],
  };
};

const dataSection = (facts: Facts): Section => ({
  title: '数据采集',
  lines: [
    `观测值批次 ${facts.batches.length} 个，共 ${facts.batches.reduce((sum, { rowCount }) => sum + rowCount, 0)} 行，退回 ${facts.badRows.length} 行`,
    ...columns(facts.badRows.map(({ period, line, code, reason }) => [period, `第 ${line} 行`, code, reason])),
  ],
});

const objectionSection = (facts: Facts): Section => ({
  title: '得分异议',
  lines: facts.objections.map(({ unitId, indicatorCode, state, decision }) => {
    const unit = facts.units.find((one) => one.unitId === unitId)?.assignment.name ?? '';
    if (decision === null) return `${unit} ${indicatorCode}：待答复（${state}）`;
    const outcome =
      decision.points === null ? '未采纳' : `采纳，得分变动 ${decision.points} 分，名次变动 ${decision.ranksMoved} 个`;
    const answered = `${documentOf(facts, decision.documentId)}，${decision.late ? '逾期' : '按期'}`;
    return `${unit} ${indicatorCode}：${outcome}。${decision.reason} ${answered}`;
  }),
});

const measureSection = (facts: Facts): Section => {
  const rules = [...new Set(facts.measures.map(({ rule }) => rule.name))];
  const rows = rules.map((name) => [
    name,
    tally(facts.measures.filter(({ rule }) => rule.name === name).map(({ state }) => measureWords[state])),
  ]);
  return { title: '结果应用（措施）', lines: facts.measures.length === 0 ? ['尚未提出'] : columns(rows) };
};

const partners = [
  { partner: 'province', name: '省级政务数据平台' },
  { partner: 'hr', name: '干部人事系统' },
] as const;

const deliverySection = (facts: Facts): Section => ({
  title: '向合作系统交付',
  lines: columns(
    partners.map(({ partner, name }) => {
      const due = facts.deliveries.filter((one) => one.partner === partner);
      const count = (...states: readonly string[]): number => due.filter(({ state }) => states.includes(state)).length;
      const codes = due.flatMap(({ rejectCode }) => (rejectCode === null ? [] : [rejectCode]));
      return [
        name,
        `应交付 ${due.length}`,
        `已发送 ${due.length - count('due')}`,
        `接收 ${count('accepted', 'executed')}`,
        `其中已执行 ${count('executed')}`,
        `退回 ${codes.length}${codes.length === 0 ? '' : `（${tally(codes)}）`}`,
        `未结 ${count('due', 'sent', 'rejected')}`,
      ];
    }),
  ),
});

const clockSection = ({ cycle }: Facts): Section => {
  if (cycle === undefined) return { title: '时限', lines: ['考核周期未启动'] };
  const { notifiedOn, objectionsDueOn, decisionsDueOn, announcedOn, to } = cycle;
  const yearEnd = isoDate(`${to}-31`);
  const announced =
    announcedOn === null ? '结果尚未公布' : `年终至公布结果 ${daysBetween(yearEnd, isoDate(announcedOn))} 天`;
  const notified =
    notifiedOn === null ? '得分尚未通知' : `通知 ${notifiedOn}，异议至 ${objectionsDueOn}，答复至 ${decisionsDueOn}`;
  return { title: '时限', lines: [notified, announced] };
};

/** Writes the summary of the facts. */
export const summarise = (facts: Facts, scheme: Scheme, exported: Exported): Summary => ({
  day: facts.day,
  digest: exported.digest,
  recordCount: exported.recordCount,
  sections: [
    unitSection(facts, scheme),
    gradeSection(facts, scheme),
    lightSection(facts),
    dataSection(facts),
    objectionSection(facts),
    measureSection(facts),
    deliverySection(facts),
    clockSection(facts),
  ].filter(({ lines }) => lines.length > 0),
});
