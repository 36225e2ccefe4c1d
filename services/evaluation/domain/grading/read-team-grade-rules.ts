// Reads the written rules of team grades: every fault at once, or the rules with their decimals normalised.
import { compare, type Decimal, decimal, isDecimal, isNegative, isRounded, one, zero } from '#kernel/values/decimal.ts';
import { type Checked, type FaultList, faultList } from '#kernel/values/scheme/fault.ts';
import type { Written } from '#kernel/values/scheme/indicator-system.ts';
import type { Grade, TeamGradeRules } from './team-grade.ts';

type Band = TeamGradeRules['bands'][number];

/** Rules as they are written: a band may name any grade, also the one that is none. */
export type WrittenTeamGradeRules = Omit<Written<TeamGradeRules>, 'bands'> & {
  readonly bands: readonly { readonly grade: Grade; readonly from: string | null }[];
};

const read = (text: string, pointer: string, faults: FaultList): Decimal => {
  if (isDecimal(text)) return decimal(text);
  faults.add(pointer, 'DECIMAL_MALFORMED');
  return zero;
};

const checkBands = ({ bands }: TeamGradeRules, faults: FaultList): void => {
  if (bands.length === 0) faults.add('/bands', 'EMPTY');
  bands.forEach(({ grade, from }, index) => {
    const next = bands[index + 1];
    if (bands.findIndex((band) => band.grade === grade) !== index)
      faults.add(`/bands/${index}/grade`, 'DUPLICATE', { grade });
    // Only the last band takes whatever is left; one without a bound before it would hide those that follow.
    if ((next === undefined) !== (from === null)) faults.add(`/bands/${index}/from`, 'STEPS_OUT_OF_ORDER');
    const bound = next?.from;
    if (from !== null && bound !== undefined && bound !== null && compare(from, bound) <= 0) {
      faults.add(`/bands/${index + 1}/from`, 'STEPS_OUT_OF_ORDER');
    }
  });
};

/** The bands that are below excellent. 优秀 has its quota: a band of that name would pass the quota by. */
const readBands = (bands: WrittenTeamGradeRules['bands'], faults: FaultList): readonly Band[] =>
  bands.flatMap(({ grade, from }, index): readonly Band[] => {
    const bound = from === null ? null : read(from, `/bands/${index}/from`, faults);
    if (grade !== 'excellent') return [{ grade, from: bound }];
    faults.add(`/bands/${index}/grade`, 'EXCELLENT_IS_NO_BAND');
    return [];
  });

/**
 * Reads grading rules from their wire form: the share of seats in (0, 1], bands below excellent from the best with only the last
 * unbounded, bars once each. Returns every fault at once.
 */
export const readTeamGradeRules = (written: WrittenTeamGradeRules): Checked<TeamGradeRules> => {
  const faults = faultList();
  const { excellent } = written;
  const rules: TeamGradeRules = {
    excellent: {
      share: read(excellent.share, '/excellent/share', faults),
      rounding: excellent.rounding,
      seats: excellent.seats,
      from: read(excellent.from, '/excellent/from', faults),
    },
    bands: readBands(written.bands, faults),
    bars: written.bars.map(({ code }) => ({ code })),
  };
  if (faults.all().length > 0) return { ok: false, faults: faults.all() };
  const { share } = rules.excellent;
  if (share === zero || isNegative(share) || compare(share, one) > 0)
    faults.add('/excellent/share', 'RANGE_REVERSED', { share });
  checkBands(rules, faults);
  rules.bars.forEach(({ code }, index) => {
    if (rules.bars.findIndex((bar) => bar.code === code) !== index)
      faults.add(`/bars/${index}/code`, 'DUPLICATE', { code });
  });
  return faults.all().length === 0 ? { ok: true, value: rules } : { ok: false, faults: faults.all() };
};

/** Every bound that no total can meet exactly, since it has more places than totals have. */
export const checkGradePlaces = ({ excellent, bands }: TeamGradeRules, places: number): Checked<undefined> => {
  const faults = faultList();
  const check = (points: Decimal | null, pointer: string): void => {
    if (points !== null && !isRounded(points, places)) faults.add(pointer, 'PRECISION_INVALID', { points, places });
  };
  check(excellent.from, '/excellent/from');
  bands.forEach(({ from }, index) => {
    check(from, `/bands/${index}/from`);
  });
  return faults.all().length === 0 ? { ok: true, value: undefined } : { ok: false, faults: faults.all() };
};
