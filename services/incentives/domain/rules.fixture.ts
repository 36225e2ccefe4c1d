// A county with its organs, teams and rules, as the specs of measures use it.
import { businessId } from '#kernel/values/identifier.ts';
import type { MeasureRule } from './measure-rule.ts';

export const county = '330381';
export const otherCounty = '330382';
export const cycleId: string = businessId('test', 'cycle');
export const countyPlace: string = businessId('test', 'county');
export const townPlace = (name: string): string => businessId('test', 'place', name);
export const teamOf = (name: string): string => businessId('test', 'team', name);
export const organisationOf = (name: string): string => businessId('test', 'organisation', name);
export const gradeDocument: string = businessId('test', 'document', 'grades');
export const measureDocument: string = businessId('test', 'document', 'measures');
export const committee = '中共瑞安市委（虚构）';
export const department = '中共瑞安市委组织部（虚构）';

/** The rules that the specs work by. */
export const measureRules: readonly MeasureRule[] = [
  {
    code: 'excellent-commendation',
    name: '通报表扬',
    subject: 'team',
    grades: ['excellent'],
    kind: 'commendation',
    organ: committee,
    effectMonths: null,
    source: 'assumed',
  },
  {
    code: 'excellent-person-quota',
    name: '班子成员优秀比例上调至 30 %',
    subject: 'team',
    grades: ['excellent'],
    kind: 'person-quota',
    organ: department,
    parameter: '0.3',
    effectMonths: null,
    source: '党政领导干部考核工作条例（2019）',
  },
  {
    code: 'fair-rectification',
    name: '限期整改',
    subject: 'team',
    grades: ['fair', 'poor'],
    kind: 'rectification',
    organ: committee,
    effectMonths: 6,
    source: '杭州市绩效管理条例第三十一条；期限 6 个月 assumed',
  },
];
