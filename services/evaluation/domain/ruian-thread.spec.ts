// Clauses of the committed scheme: it fits its schema, its weights sum, each number has a source, and it scores and grades 23 units.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { deadlineOf, type WorkingDayLimit } from '#kernel/values/deadline.ts';
import { decimal, sum } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import { placeCode, townshipKind } from '#kernel/values/place-code.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import { classWeights, readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import { proposeTeamGrades } from './grading/propose-team-grades.ts';
import { readTeamGradeRules } from './grading/read-team-grade-rules.ts';
import type { TeamGradeRules } from './grading/team-grade.ts';
import { runTrial } from './scoring/trial.ts';

type Scheme = {
  readonly label: string;
  readonly indicatorSystem: Written<IndicatorSystem>;
  readonly units: {
    readonly groups: readonly { readonly code: string }[];
    readonly assignments: readonly {
      readonly placeCode: string;
      readonly classCode: string;
      readonly groupCode: string;
    }[];
  };
  readonly gradingRules: { readonly team: Written<TeamGradeRules> };
  readonly deadlines: Readonly<Record<string, WorkingDayLimit>>;
  readonly lightRules: {
    readonly curves: readonly {
      readonly indicatorCode: string;
      readonly points?: readonly { readonly share: string }[];
    }[];
  };
};

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../rulesets/${name}`, import.meta.url), 'utf8'));
const schema = read('schema.json') as object;
const scheme = read('ruian-thread.json') as Scheme;
const system = readIndicatorSystem(scheme.indicatorSystem);
const validator = addFormats
  .default(new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false }))
  .compile(schema);

const trial = () => {
  const { indicators } = scheme.indicatorSystem;
  const units = scheme.units.assignments.map(({ placeCode: unitId, classCode, groupCode }) => ({
    unitId,
    classCode,
    groupCode,
  }));
  const months = Array.from({ length: 12 }, (_, index) => period(`2025-${String(index + 1).padStart(2, '0')}`));
  return runTrial({
    indicatorSystem: scheme.indicatorSystem,
    from: period('2025-01'),
    to: period('2025-12'),
    units,
    observations: units.flatMap(({ unitId }, at) =>
      indicators.flatMap(({ elementCode }) =>
        months.map((month, index) => ({
          observationId: `${unitId}-${elementCode}-${month}`,
          unitId,
          elementCode,
          period: month,
          revision: 1,
          value: String(70 + ((at * 7 + index) % 29)),
        })),
      ),
    ),
    targets: units.flatMap(({ unitId }) =>
      indicators.map(({ code }) => ({ targetId: `${unitId}-${code}`, unitId, indicatorCode: code, value: '95' })),
    ),
  });
};

describe('the scheme of the short year', () => {
  test('fits the schema of schemes and says that it is a demonstration', () => {
    expect(validator(scheme) ? [] : validator.errors).toEqual([]);
    expect(scheme.label).toBe('演示方案');
  });

  test.each([
    ['a number without its source', ['gradingRules', 'team', 'excellent', 'source']],
    ['a scheme without deadlines', ['deadlines']],
    ['a rule without its type', ['indicatorSystem', 'indicators', '0', 'rule', 'type']],
  ])('the schema refuses %s', (_, path) => {
    const broken = structuredClone(scheme) as object;
    const parent = path.slice(0, -1).reduce<unknown>((at, name) => Reflect.get(at as object, name), broken);
    Reflect.deleteProperty(parent as object, path.at(-1) ?? '');
    expect(validator(broken)).toBe(false);
  });

  test('has 12 indicators in six dimensions that use all five types of rule', () => {
    expect(system.ok ? [] : system.faults).toEqual([]);
    expect(scheme.indicatorSystem.indicators).toHaveLength(12);
    expect(scheme.indicatorSystem.dimensions.map(({ name }) => name)).toEqual([
      '经济发展',
      '社会管理',
      '公共服务',
      '环境保护',
      '群众满意度',
      '党的建设',
    ]);
    expect(new Set(scheme.indicatorSystem.indicators.map(({ rule }) => rule.type)).size).toBe(5);
  });

  test('weighs 100 points for each class, and investment nothing for mountain and island', () => {
    if (!system.ok) throw new Error('faulty');
    const classes = system.value.classes.map(({ code }) => code);
    expect(classes.map((code) => sum(classWeights(system.value, code)))).toEqual(['100', '100', '100', '100']);
    expect(
      system.value.indicators.find(({ elementCode }) => elementCode === 'EC-FIXED-INVESTMENT')?.weights,
    ).toMatchObject({ mountain: '0', island: '0' });
  });

  test('assesses the 12 街道, 9 镇 and 2 乡, in groups that can be ranked', () => {
    const kinds = scheme.units.assignments.map(({ placeCode: code }) => townshipKind(placeCode(code)));
    expect(['街道', '镇', '乡'].map((kind) => kinds.filter((own) => own === kind).length)).toEqual([12, 9, 2]);
    expect(new Set(scheme.units.assignments.map(({ placeCode: code }) => code)).size).toBe(23);
    for (const { code } of scheme.units.groups)
      expect(scheme.units.assignments.filter(({ groupCode }) => groupCode === code).length).toBeGreaterThanOrEqual(5);
    const groups = new Set(scheme.units.groups.map(({ code }) => code));
    expect(scheme.units.assignments.filter(({ groupCode }) => !groups.has(groupCode))).toEqual([]);
  });

  test('counts every deadline in working days that can be computed', () => {
    const due = Object.values(scheme.deadlines).map(
      (limit) => deadlineOf(stateCouncilCalendar, limit, isoDate('2026-02-02')).due,
    );
    expect(due).toEqual(['2026-02-05', '2026-02-14', '2026-02-14', '2026-02-09']);
  });

  test('proposes curves of its own indicators that end at the whole target', () => {
    const codes = new Set(scheme.indicatorSystem.indicators.map(({ code }) => code));
    for (const { indicatorCode, points } of scheme.lightRules.curves) {
      expect(codes.has(indicatorCode)).toBe(true);
      expect(points?.at(-1)?.share).toBe('1');
    }
  });
});

describe('the scheme at work', () => {
  test('scores all 23 units, and grades 6 of their teams as excellent at most', () => {
    const run = trial();
    if (!run.ok) throw new Error(JSON.stringify(run.faults.slice(0, 5)));
    expect(run.value).toHaveLength(23);
    const rules = readTeamGradeRules(scheme.gradingRules.team);
    if (!rules.ok) throw new Error(JSON.stringify(rules.faults));
    const teams = run.value.map(({ unitId, groupCode, total, rank }) => ({
      teamId: unitId,
      unitId,
      groupCode,
      total,
      rank,
    }));
    expect(proposeTeamGrades(rules.value, teams, [])).toMatchObject({
      ok: true,
      value: { quota: { assessedTeams: 23, exact: '6.9', seats: 6 } },
    });
    expect(decimal(run.value[0]?.total ?? '0')).not.toBe('0');
  });
});
