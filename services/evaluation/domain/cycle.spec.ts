// Clauses of the unit track: from collecting to announced, and every step out of order.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import type { DecisionEntry } from '#kernel/values/recorded-decision.ts';
import type { Result } from '#kernel/values/result.ts';
import { stateCouncilCalendar as calendar } from '#kernel/values/working-days.ts';
import {
  admitRun,
  admitTeamGrades,
  announceResults,
  approveResults,
  type Cycle,
  type CycleEvent,
  type CycleState,
  closeCollection,
  completeFinalRun,
  openedCycle,
  orderFreeze,
  reopenCollection,
  takeObservationSet,
} from './cycle.ts';
import { evolveCycle } from './evolve-cycle.ts';
import { closeObjections, notifyScores } from './objection-clock.ts';
import { cycleStateNames } from './state-names.ts';

const set = { setId: 's-1', count: 7000, digest: 'a'.repeat(64) };
const limits = {
  objection: { unit: 'working-days', days: 3 },
  objectionDecision: { unit: 'working-days', days: 10 },
} as const;
const complete = { unsignedElements: [], unconfirmedUnits: [], disputedUnits: [], unansweredDisputes: [] };
const unanswered = { unitId: 'u3', elementCode: 'EN-WATER-QUALITY' };
const digest = 'd'.repeat(64);
const decision = { organ: '考核委员会', documentId: 'doc', decidedOn: isoDate('2026-03-04'), attachmentDigest: digest };
const recorded: DecisionEntry = {
  state: 'recorded',
  decision,
  recordedOn: isoDate('2026-03-05'),
  recordedBy: 'a',
  releasedOn: null,
  releasedBy: null,
};
const released: DecisionEntry = { ...recorded, state: 'released', releasedOn: isoDate('2026-03-05'), releasedBy: 'b' };
const approval = { decisionId: 'dec-1', entry: released, decidedDigest: digest, currentDigest: digest };
const monday = isoDate('2026-02-02');

/** Each command of the track as it would succeed in its own state. */
const commands: Record<string, (cycle: Cycle) => Result<CycleEvent>> = {
  closeCollection: (cycle) => closeCollection(cycle, complete, []),
  orderFreeze,
  takeObservationSet: (cycle) => takeObservationSet(cycle, set, set),
  completeFinalRun: (cycle) => completeFinalRun(cycle, 'run-1'),
  notifyScores: (cycle) => notifyScores(cycle, monday, limits, calendar),
  closeObjections: (cycle) => closeObjections(cycle, isoDate('2026-02-06'), 0),
  approveResults: (cycle) => approveResults(cycle, approval),
  announceResults,
};

/** The track, step by step: the state in which each command belongs. */
const track: readonly (readonly [CycleState, keyof typeof commands])[] = [
  ['collecting', 'closeCollection'],
  ['values-confirmed', 'orderFreeze'],
  ['freezing', 'takeObservationSet'],
  ['frozen', 'completeFinalRun'],
  ['scored', 'notifyScores'],
  ['notified', 'closeObjections'],
  ['objections-decided', 'approveResults'],
  ['approved', 'announceResults'],
];

const cycleIn = (state: CycleState): Cycle => {
  let cycle = openedCycle;
  for (const [, name] of track) {
    if (cycle.state === state) return cycle;
    const event = commands[name]?.(cycle);
    if (event?.ok !== true) throw new Error(`${name} was refused`);
    cycle = evolveCycle(cycle, event.value);
  }
  return cycle;
};
const codeOf = (result: Result<unknown>): string => (result.ok ? 'accepted' : result.refusal.code);

describe('the unit track runs in one order', () => {
  test('from collecting to announced', () => {
    expect(cycleIn('announced')).toEqual({
      state: 'announced',
      freezeNumber: 1,
      observationSet: set,
      finalRunId: 'run-1',
      notifiedOn: '2026-02-02',
      objectionsDueOn: '2026-02-05',
      decisionsDueOn: '2026-02-26',
      decisionId: 'dec-1',
    });
  });

  const states = Object.keys(cycleStateNames) as CycleState[];
  test.each(
    track.flatMap(([own, name]) => states.filter((state) => state !== own).map((state) => [name, state] as const)),
  )('%s is refused in the state %s', (name, state) => {
    const outcome = commands[name]?.(cycleIn(state));
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { code: 'STATE_CONFLICT', params: { what: '考核周期', state: cycleStateNames[state] } },
    });
  });
});

describe('a collection is closed once everybody has spoken', () => {
  const collecting = cycleIn('collecting');
  test.each([
    ['a department has not signed', { ...complete, unsignedElements: ['EC-FISCAL-REVENUE'] }, [], 'SIGNATURES_MISSING'],
    ['a township has said nothing', { ...complete, unconfirmedUnits: ['u1', 'u2'] }, [], 'CONFIRMATIONS_MISSING'],
    ['a dispute stands', { ...complete, disputedUnits: ['u3'] }, [], 'DISPUTES_OPEN'],
    ['another dispute is overruled', { ...complete, disputedUnits: ['u3', 'u4'] }, ['u4'], 'DISPUTES_OPEN'],
    ['a dispute is overruled with a reason', { ...complete, disputedUnits: ['u3'] }, ['u3'], 'accepted'],
    [
      'a dispute was withdrawn and nobody has signed since',
      { ...complete, unansweredDisputes: [unanswered] },
      [],
      'SIGNATURES_OUTDATED',
    ],
    [
      'of two that nobody has signed since, one is overruled',
      { ...complete, unansweredDisputes: [unanswered, { ...unanswered, unitId: 'u4' }] },
      ['u3'],
      'SIGNATURES_OUTDATED',
    ],
    [
      'a withdrawn dispute is overruled with a reason',
      { ...complete, unansweredDisputes: [unanswered] },
      ['u3'],
      'accepted',
    ],
    [
      'overruling does not replace a confirmation',
      { ...complete, unconfirmedUnits: ['u3'] },
      ['u3'],
      'CONFIRMATIONS_MISSING',
    ],
  ] as const)('%s', (_, facts, overruled, want) => {
    expect(codeOf(closeCollection(collecting, facts, overruled))).toBe(want);
  });

  test('the refusal counts what is lacking and names the first', () => {
    expect(closeCollection(collecting, { ...complete, unconfirmedUnits: ['u1', 'u2'] }, [])).toMatchObject({
      refusal: { params: { count: 2, first: 'u1' } },
    });
  });
});

describe('the frozen set is the one that was announced (E14)', () => {
  test.each([
    ['another count', { ...set, count: 6999 }],
    ['another digest', { ...set, digest: 'b'.repeat(64) }],
  ])('%s is refused', (_, pulled) => {
    expect(codeOf(takeObservationSet(cycleIn('freezing'), set, pulled))).toBe('OBSERVATION_SET_DIFFERS');
  });
});

describe('a collection is reopened before the final run, so that no cycle is stuck', () => {
  const states = Object.keys(cycleStateNames) as CycleState[];
  const reopened: readonly string[] = ['values-confirmed', 'freezing', 'frozen'];
  test.each(states.map((state) => [state, reopened.includes(state) ? 'accepted' : 'STATE_CONFLICT'] as const))(
    'in the state %s: %s',
    (state, want) => {
      expect(codeOf(reopenCollection(cycleIn(state)))).toBe(want);
    },
  );

  test('what was frozen counts no more, and the next freeze has the next number', () => {
    const event = reopenCollection(cycleIn('frozen'));
    if (!event.ok) throw new Error('refused');
    const collecting = evolveCycle(cycleIn('frozen'), event.value);
    expect(collecting).toMatchObject({ state: 'collecting', observationSet: null, freezeNumber: 1 });
    const closed = evolveCycle(collecting, { type: 'ValuesConfirmed' });
    expect(evolveCycle(closed, { type: 'CycleFreezeOrdered' })).toMatchObject({ state: 'freezing', freezeNumber: 2 });
  });
});

describe('runs', () => {
  test.each([
    ['collecting', 'STATE_CONFLICT'],
    ['freezing', 'STATE_CONFLICT'],
    ['frozen', 'accepted'],
    ['scored', 'STATE_CONFLICT'],
    ['announced', 'STATE_CONFLICT'],
  ] as const)('in the state %s: %s', (state, want) => {
    expect(codeOf(admitRun(cycleIn(state)))).toBe(want);
  });

  test('a trial leaves the cycle frozen, for the next one and the final one', () => {
    expect(admitRun(cycleIn('frozen'))).toEqual({ ok: true, value: set });
  });
});

describe('approval hangs on a released decision over the very results', () => {
  const ready = cycleIn('objections-decided');
  test.each([
    ['a decision that is only recorded', { ...approval, entry: recorded }, 'STATE_CONFLICT'],
    [
      'results that moved since the organ saw them',
      { ...approval, currentDigest: 'e'.repeat(64) },
      'DECIDED_RECORD_CHANGED',
    ],
    ['a released decision over what stands', approval, 'accepted'],
  ] as const)('%s', (_, facts, want) => {
    expect(codeOf(approveResults(ready, facts))).toBe(want);
  });
});

describe('team grades wait for the approved unit results', () => {
  test.each([
    ['objections-decided', 'STATE_CONFLICT'],
    ['notified', 'STATE_CONFLICT'],
    ['approved', 'accepted'],
    ['announced', 'accepted'],
  ] as const)('in the state %s: %s', (state, want) => {
    expect(codeOf(admitTeamGrades(cycleIn(state)))).toBe(want);
  });
});
