// Clauses of grading rules: what contradicts itself is refused.
import { describe, expect, test } from 'vitest';
import { written } from './grading.fixture.ts';
import { readTeamGradeRules } from './read-team-grade-rules.ts';

describe('grading rules that contradict themselves are refused', () => {
  type WrittenRules = Parameters<typeof readTeamGradeRules>[0];
  test.each([
    ['a share of nothing', { excellent: { ...written.excellent, share: '0' } }, ['/excellent/share RANGE_REVERSED']],
    ['a share above all', { excellent: { ...written.excellent, share: '1.1' } }, ['/excellent/share RANGE_REVERSED']],
    [
      'a share in per cent',
      { excellent: { ...written.excellent, share: '30%' } },
      ['/excellent/share DECIMAL_MALFORMED'],
    ],
    ['a last band with a bound', { bands: [{ grade: 'good', from: '75' }] }, ['/bands/0/from STEPS_OUT_OF_ORDER']],
    [
      'a first band without one',
      {
        bands: [
          { grade: 'good', from: null },
          { grade: 'poor', from: null },
        ],
      },
      ['/bands/0/from STEPS_OUT_OF_ORDER'],
    ],
    [
      'bands that rise',
      {
        bands: [
          { grade: 'good', from: '60' },
          { grade: 'fair', from: '75' },
          { grade: 'poor', from: null },
        ],
      },
      ['/bands/1/from STEPS_OUT_OF_ORDER'],
    ],
    [
      'a grade twice',
      {
        bands: [
          { grade: 'good', from: '75' },
          { grade: 'good', from: null },
        ],
      },
      ['/bands/1/grade DUPLICATE'],
    ],
    ['no band', { bands: [] }, ['/bands EMPTY']],
    [
      '优秀 as a band, which would pass its quota by',
      {
        bands: [
          { grade: 'excellent', from: '90' },
          { grade: 'good', from: null },
        ],
      },
      ['/bands/0/grade EXCELLENT_IS_NO_BAND'],
    ],
    ['优秀 as the only band', { bands: [{ grade: 'excellent', from: null }] }, ['/bands/0/grade EXCELLENT_IS_NO_BAND']],
    ['a bar twice', { bars: [{ code: 'a' }, { code: 'a' }] }, ['/bars/1/code DUPLICATE']],
  ] as const satisfies readonly (readonly [string, Partial<WrittenRules>, readonly string[]])[])(
    '%s',
    (_, over, want) => {
      const read = readTeamGradeRules({ ...written, ...over });
      expect(read.ok ? [] : read.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(want);
    },
  );
});
