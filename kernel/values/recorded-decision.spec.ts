// Clauses of recorded decisions: one enters, a second releases.
import { describe, expect, test } from 'vitest';
import { isoDate } from './date.ts';
import { enterDecision, releaseDecision } from './recorded-decision.ts';

const decision = {
  organ: '考核委员会',
  documentId: 'd-1',
  decidedOn: isoDate('2026-03-05'),
  attachmentDigest: '0'.repeat(64),
};
const recorder = { by: 'recorder-1', on: isoDate('2026-03-06') };
const entered = enterDecision(decision, recorder);

describe('a decision takes effect when a second person releases it', () => {
  test('it is entered by one', () => {
    expect(entered).toEqual({
      ok: true,
      value: {
        state: 'recorded',
        decision,
        recordedOn: '2026-03-06',
        recordedBy: 'recorder-1',
        releasedOn: null,
        releasedBy: null,
      },
    });
  });

  test('and released by another', () => {
    if (!entered.ok) throw new Error('entered');
    const released = releaseDecision(entered.value, { by: 'releaser-1', on: isoDate('2026-03-07') });
    expect(released).toMatchObject({
      ok: true,
      value: { state: 'released', releasedBy: 'releaser-1', releasedOn: '2026-03-07', recordedBy: 'recorder-1' },
    });
    if (!released.ok) throw new Error('released');
    expect(releaseDecision(released.value, { by: 'releaser-2', on: isoDate('2026-03-08') })).toMatchObject({
      refusal: { code: 'STATE_CONFLICT' },
    });
  });

  test('but not by whoever entered it', () => {
    if (!entered.ok) throw new Error('entered');
    expect(releaseDecision(entered.value, recorder)).toMatchObject({ refusal: { code: 'RELEASE_BY_RECORDER' } });
  });

  test('a decision of a day to come is refused', () => {
    expect(enterDecision({ ...decision, decidedOn: isoDate('2026-03-07') }, recorder)).toMatchObject({
      refusal: { code: 'DECISION_DATE_AHEAD', params: { date: '2026-03-07', today: '2026-03-06' } },
    });
  });

  test('a decision of a day before what it is about is refused', () => {
    expect(enterDecision(decision, recorder, { notBefore: isoDate('2026-03-06') })).toMatchObject({
      refusal: { code: 'DECISION_DATE_EARLY', params: { date: '2026-03-05', notBefore: '2026-03-06' } },
    });
    expect(enterDecision(decision, recorder, { notBefore: isoDate('2026-03-05') })).toEqual(entered);
    expect(enterDecision(decision, recorder, { notBefore: undefined })).toEqual(entered);
  });

  test('a decision of the same day is in time', () => {
    expect(enterDecision({ ...decision, decidedOn: isoDate('2026-03-06') }, recorder).ok).toBe(true);
  });
});
