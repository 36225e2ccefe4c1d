// The events that must have happened when the year, or its first months, have been played.
import type { Facts } from './facts.ts';

/** An event of the year, and how often it happens. */
export interface Expectation {
  /** The number of the month, from January 2025, at whose end it must hold. */
  readonly from: number;
  readonly event: string;
  readonly wanted: number;
  readonly count: (facts: Facts) => number;
  /** Whether more than wanted will do as well. */
  readonly atLeast?: true;
}

const unitCount = 23;
const badRowCount = 7;
const seats = 6;
const january2025 = 1;
const february2025 = 2;
const march2025 = 3;
const april2025 = 4;
const january2026 = 13;
const february2026 = 14;
const march2026 = 15;
const april2026 = 16;

const answeredYellow = (facts: Facts, late: boolean): number =>
  facts.notices.filter(({ colour, answer }) => colour === 'yellow' && answer?.late === late).length;

/** The months of the assessed year of which the province's values were taken, wholly or but for bad rows. */
const takenMonths = ({ batches }: Facts): number =>
  new Set(
    batches
      .filter(({ period, state }) => /^2025-(0[1-9]|1[0-2])$/.test(period) && state !== 'refused')
      .map(({ period }) => period),
  ).size;

const delivered = (facts: Facts, kind: string): number =>
  facts.deliveries.filter((one) => one.kind === kind && (one.state === 'accepted' || one.state === 'executed')).length;

const movedRanks = (facts: Facts): number =>
  facts.standings.filter(({ before, now }) => before.rank !== now.rank).length;

const acceptedObjections = (facts: Facts): Facts['objections'] =>
  facts.objections.filter(({ state }) => state === 'accepted');

const beginnings: readonly Expectation[] = [
  {
    from: january2025,
    event: '指标体系已发布',
    wanted: 1,
    count: ({ systems }) => systems.filter(({ state }) => state === 'published').length,
  },
  {
    from: january2025,
    event: '规则集已发布',
    wanted: 1,
    count: ({ ruleSets }) => ruleSets.filter(({ state }) => state === 'published').length,
  },
  { from: january2025, event: '考核单位', wanted: unitCount, count: ({ units }) => units.length },
  {
    from: february2025,
    event: '目标计划被退回后重报',
    wanted: 1,
    count: ({ plans }) => plans.filter(({ returned, submittedOn }) => returned !== null && submittedOn !== null).length,
  },
  {
    from: march2025,
    event: '目标计划已下达',
    wanted: unitCount,
    count: ({ plans }) => plans.filter(({ state }) => state === 'published').length,
  },
  { from: april2025, event: '坏数据行', wanted: badRowCount, count: ({ badRows }) => badRows.length },
  {
    from: april2025,
    event: '含坏数据的批次',
    wanted: 1,
    count: ({ batches }) => batches.filter(({ rejectedCount }) => rejectedCount > 0).length,
  },
  {
    from: april2025,
    event: '黄灯告知单按期答复',
    wanted: 1,
    atLeast: true,
    count: (facts) => answeredYellow(facts, false),
  },
  { from: april2025, event: '黄灯告知单逾期答复', wanted: 1, count: (facts) => answeredYellow(facts, true) },
];

const results: readonly Expectation[] = [
  { from: january2026, event: '已接收数据的月份', wanted: 12, count: takenMonths },
  {
    from: january2026,
    event: '年末未办结的告知单',
    wanted: 0,
    count: ({ notices }) => notices.filter(({ state }) => state !== 'closed').length,
  },
  {
    from: january2026,
    event: '试算',
    wanted: 1,
    count: ({ runs }) => runs.filter(({ kind }) => kind === 'trial').length,
  },
  {
    from: january2026,
    event: '正式计分',
    wanted: 1,
    count: ({ runs }) => runs.filter(({ kind }) => kind === 'final').length,
  },
  { from: january2026, event: '得分明细', wanted: unitCount, count: ({ standings }) => standings.length },
  { from: february2026, event: '异议被采纳', wanted: 1, count: (facts) => acceptedObjections(facts).length },
  {
    from: february2026,
    event: '异议引起的名次变动',
    wanted: 2,
    count: (facts) => acceptedObjections(facts).reduce((sum, { decision }) => sum + (decision?.ranksMoved ?? 0), 0),
  },
  { from: february2026, event: '名次前后不同的单位', wanted: 2, count: movedRanks },
  {
    from: february2026,
    event: '异议未采纳',
    wanted: 1,
    count: ({ objections }) => objections.filter(({ state }) => state === 'refused').length,
  },
  {
    from: march2026,
    event: '已公布的单位结果',
    wanted: unitCount,
    count: ({ unitResults }) => unitResults.filter(({ announcedOn }) => announcedOn !== null).length,
  },
  {
    from: march2026,
    event: '省级平台接收的单位结果',
    wanted: unitCount,
    count: (facts) => delivered(facts, 'unit-result'),
  },
  { from: march2026, event: '已审定的班子等次', wanted: unitCount, count: ({ teamGrades }) => teamGrades.length },
  {
    from: march2026,
    event: '优秀班子',
    wanted: seats,
    count: ({ teamGrades }) => teamGrades.filter(({ decidedGrade }) => decidedGrade === 'excellent').length,
  },
  {
    from: march2026,
    event: '审定与计算不同且有理由和文件的等次',
    wanted: 1,
    count: ({ teamGrades }) =>
      teamGrades.filter(
        (one) => one.computedGrade !== one.decidedGrade && one.reason !== null && one.documentId !== null,
      ).length,
  },
  {
    from: march2026,
    event: '人事系统退回的记录',
    wanted: 1,
    count: ({ deliveries }) =>
      deliveries.filter(({ partner, rejectCode }) => partner === 'hr' && rejectCode !== null).length,
  },
  {
    from: march2026,
    event: '人事系统接收的班子结果',
    wanted: unitCount,
    count: (facts) => delivered(facts, 'team-result'),
  },
];

const measures: readonly Expectation[] = [
  {
    from: april2026,
    event: '未采纳的措施',
    wanted: 1,
    count: (facts) => facts.measures.filter(({ state }) => state === 'dropped').length,
  },
  {
    from: april2026,
    event: '已送达待执行的措施',
    wanted: 1,
    count: (facts) => facts.measures.filter(({ state }) => state === 'delivered').length,
  },
  {
    from: april2026,
    event: '已执行的措施（有人事文件）',
    wanted: 18,
    count: (facts) => facts.measures.filter(({ execution }) => execution !== null).length,
  },
];

/** All of them, in the order of the year. */
export const expectations: readonly Expectation[] = [...beginnings, ...results, ...measures];
