// The decision of an organ on measures: recorded by one person, released by a second, on what the organ saw.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { confirmMeasure, type Measure } from './measure.ts';
import { type MeasureDecision, recordMeasureDecision, releaseMeasureDecision } from './measure-decision.ts';
import { proposeMeasures } from './propose-measures.ts';
import { registerRuleSet } from './rule-set.ts';
import { committee, county, cycleId, department, measureRules, teamOf, townPlace } from './rules.fixture.ts';

const day = isoDate('2026-04-10');
const recorder = { by: 'luru', on: day };
const releaser = { by: 'fabu', on: isoDate('2026-04-11') };
const set = registerRuleSet({ county, code: 'r', version: 1, name: '规则', source: 'assumed', measureRules }, day);
const grades = [
  {
    teamGradeId: teamOf('等次'),
    teamId: teamOf('安阳街道'),
    organisationId: teamOf('机构'),
    placeId: townPlace('安阳街道'),
    version: 1,
    decidedGrade: 'excellent' as const,
  },
];
const proposed = proposeMeasures(
  { county, cycleId, year: 2025, decisionId: 'd', documentId: 'd', grades },
  set,
  new Map(),
  day,
);
const confirmed = proposed.map((measure) => {
  const result = confirmMeasure(measure, { text: '同意', on: day });
  if (!result.ok) throw new Error('A proposed measure should be confirmed.');
  return result.value;
});
const [commendation, quota] = confirmed as [Measure, Measure];
const known = new Map(confirmed.map((measure) => [measure.id, measure]));
const decision = { organ: committee, documentId: 'document', decidedOn: day, attachmentDigest: 'b'.repeat(64) };
const draft = { county, cycleId, decision, measures: [{ measureId: commendation.id, version: 2 }] };

const recorded = (): MeasureDecision => {
  const result = recordMeasureDecision(draft, known, recorder);
  if (!result.ok) throw new Error('The decision should be recorded.');
  return result.value;
};

describe('a decision is not recorded', () => {
  test.each<[string, Parameters<typeof recordMeasureDecision>[0], ReadonlyMap<string, Measure>, string]>([
    [
      'before its organ has taken it',
      { ...draft, decision: { ...decision, decidedOn: isoDate('2026-04-11') } },
      known,
      'DECISION_DATE_AHEAD',
    ],
    [
      'of a day before the last of its measures was confirmed',
      { ...draft, decision: { ...decision, decidedOn: isoDate('2026-04-09') } },
      known,
      'DECISION_DATE_EARLY',
    ],
    ['on a measure that nobody knows', draft, new Map(), 'MEASURE_UNKNOWN'],
    ['on a measure of another cycle', { ...draft, cycleId: teamOf('other cycle') }, known, 'MEASURE_UNKNOWN'],
    ['on one measure twice', { ...draft, measures: [...draft.measures, ...draft.measures] }, known, 'MEASURE_UNKNOWN'],
    [
      'by another organ than the rule names',
      { ...draft, decision: { ...decision, organ: department } },
      known,
      'ORGAN_NOT_COMPETENT',
    ],
    [
      'on measures of two organs in one batch',
      { ...draft, measures: [...draft.measures, { measureId: quota.id, version: 2 }] },
      known,
      'ORGAN_NOT_COMPETENT',
    ],
    [
      'on a measure that is not confirmed',
      draft,
      new Map(proposed.map((measure) => [measure.id, measure])),
      'STATE_CONFLICT',
    ],
    [
      'on another version than the organ saw',
      { ...draft, measures: [{ measureId: commendation.id, version: 1 }] },
      known,
      'DECIDED_RECORD_CHANGED',
    ],
  ])('%s', (_title, given, measures, code) => {
    expect(recordMeasureDecision(given, measures, recorder)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('the identity of a decision', () => {
  const idOf = (given: typeof draft, measures = known): string => {
    const result = recordMeasureDecision(given, measures, recorder);
    if (!result.ok) throw new Error(result.refusal.code);
    return result.value.id;
  };
  const other = { ...commendation, id: teamOf('another measure') };
  const both = new Map([...known, [other.id, other]]);
  const named = { measureId: other.id, version: 2 };

  test('is what it says: the same once more is the same decision, in whichever order its measures are named', () => {
    expect(idOf(draft)).toBe(idOf(draft));
    const two = { ...draft, measures: [...draft.measures, named] };
    expect(idOf({ ...two, measures: two.measures.toReversed() }, both)).toBe(idOf(two, both));
  });

  test('is another where a forgotten measure, another day or another organ of the same document is entered', () => {
    const early = confirmMeasure(
      { ...commendation, state: 'proposed', version: 1 },
      { text: '同意', on: isoDate('2026-04-08') },
    );
    if (!early.ok) throw new Error('It should be confirmed.');
    const before = new Map([[commendation.id, early.value]]);
    const joint = { ...commendation, rule: { ...commendation.rule, organ: department } };
    const ids = [
      idOf(draft),
      idOf({ ...draft, measures: [...draft.measures, named] }, both),
      idOf({ ...draft, decision: { ...decision, decidedOn: isoDate('2026-04-09') } }, before),
      idOf({ ...draft, decision: { ...decision, organ: department } }, new Map([[joint.id, joint]])),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a recorded decision', () => {
  test('changes no measure', () => {
    expect(recorded()).toMatchObject({ state: 'recorded', version: 1, recordedBy: 'luru', releasedBy: null });
  });

  test('is not released by the person who recorded it', () => {
    expect(releaseMeasureDecision(recorded(), known, recorder)).toMatchObject({
      refusal: { code: 'RELEASE_BY_RECORDER' },
    });
  });

  test('is not released when a measure changed meanwhile', () => {
    const changed = new Map([[commendation.id, { ...commendation, version: 3 }]]);
    expect(releaseMeasureDecision(recorded(), changed, releaser)).toMatchObject({
      refusal: { code: 'DECIDED_RECORD_CHANGED' },
    });
    const decided = new Map([[commendation.id, { ...commendation, state: 'decided' as const }]]);
    expect(releaseMeasureDecision(recorded(), decided, releaser)).toMatchObject({
      refusal: { code: 'DECIDED_RECORD_CHANGED' },
    });
  });

  test('makes its measures effective from the day of the organ, not of the release, and once', () => {
    const released = releaseMeasureDecision(recorded(), known, releaser);
    if (!released.ok) throw new Error('The decision should be released.');
    expect(released.value.decision).toMatchObject({ state: 'released', version: 2, releasedOn: '2026-04-11' });
    expect(released.value.measures).toMatchObject([{ state: 'decided', effectFrom: '2026-04-10', version: 3 }]);
    expect(releaseMeasureDecision(released.value.decision, known, { ...releaser, by: 'third' })).toMatchObject({
      refusal: { code: 'STATE_CONFLICT' },
    });
  });
});
