// Opening a cycle: what its months, groups, units and light rules must be, beside what the contract's schema says.
import type { Period } from '#kernel/values/period.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { IndicatorSystem } from '#kernel/values/scheme/indicator-system.ts';
import { type Cycle, openedCycle } from './cycle.ts';
import { checkLightRules, type WrittenLightRules } from './light-rules.ts';

/** What decides whether a cycle can be opened. */
export type CycleDraft = {
  readonly year: number;
  readonly from: Period;
  readonly to: Period;
  readonly groups: readonly { readonly code: string }[];
  readonly units: readonly { readonly placeId: string; readonly classCode: string; readonly groupCode: string }[];
  readonly rules: { readonly lightRules: WrittenLightRules };
};

const invalid = (field: string, reason: string, path: string): ReturnType<typeof refused<'VALUE_INVALID'>> =>
  refused('VALUE_INVALID', { field, reason }, path);

const checkMonths = ({ year, from, to }: CycleDraft): Result<undefined, 'VALUE_INVALID'> => {
  if (to < from) return invalid('to', '结束月份早于开始月份', '/to');
  // 年度考核 is one of the kinds of art 2 of the 2019 条例, and of one year: months of another would be counted twice.
  const outside = [from, to].find((month) => month.slice(0, 4) !== String(year));
  return outside === undefined ? accepted(undefined) : invalid('from', `${outside} 不在 ${year} 年度内`, '/from');
};

const checkGroups = ({ groups }: CycleDraft): Result<undefined, 'VALUE_INVALID'> => {
  const codes = groups.map(({ code }) => code);
  const twice = codes.findIndex((code, index) => codes.indexOf(code) !== index);
  return twice === -1 ? accepted(undefined) : invalid('groups', `排名组 ${codes[twice]} 重复`, `/groups/${twice}/code`);
};

const checkUnits = (
  { groups, units }: CycleDraft,
  system: Pick<IndicatorSystem, 'classes'>,
): Result<undefined, 'VALUE_INVALID'> => {
  const classCodes = new Set(system.classes.map(({ code }) => code));
  const groupCodes = new Set(groups.map(({ code }) => code));
  const places = new Set<string>();
  for (const [index, { placeId, classCode, groupCode }] of units.entries()) {
    const path = `/units/${index}`;
    if (places.has(placeId)) return invalid('placeId', `区划 ${placeId} 重复`, `${path}/placeId`);
    if (!classCodes.has(classCode)) return invalid('classCode', `指标体系中没有类别 ${classCode}`, `${path}/classCode`);
    if (!groupCodes.has(groupCode)) return invalid('groupCode', `没有排名组 ${groupCode}`, `${path}/groupCode`);
    places.add(placeId);
  }
  return accepted(undefined);
};

/**
 * Opens a cycle. VALUE_INVALID: months in reverse or of another year, a group twice, a place twice, an unknown class or group.
 * VALUE_INVALID and LIGHT_RULES_TOO_LARGE for light rules that `checkLightRules` refuses.
 */
export const openCycle = (
  draft: CycleDraft,
  system: Pick<IndicatorSystem, 'classes' | 'indicators'>,
): Result<Cycle, 'VALUE_INVALID' | 'LIGHT_RULES_TOO_LARGE'> => {
  const { from, to, rules } = draft;
  const ground = { indicatorCodes: new Set(system.indicators.map(({ code }) => code)), from, to };
  const light = checkLightRules(rules.lightRules, ground);
  for (const checked of [checkMonths(draft), checkGroups(draft), checkUnits(draft, system), light]) {
    if (!checked.ok) return checked;
  }
  return accepted(openedCycle);
};
