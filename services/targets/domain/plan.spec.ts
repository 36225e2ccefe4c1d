// The course of a plan: which act is allowed in which state, and what a decision may still publish.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import {
  approvePlan,
  draftPlan,
  nameInDecision,
  type Plan,
  type PlanState,
  publishPlan,
  replacePlan,
  returnPlan,
  submitPlan,
} from './plan.ts';
import { inOrder, lastSubmitted, namedTwice, planDecisionId } from './plan-decision.ts';

const today = isoDate('2025-03-20');
const unit = {
  county: '330381',
  cycleId: 'cycle',
  unitId: 'unit',
  placeId: 'place',
  placeCode: '330381101000',
  classCode: 'industry',
};
const inState = (state: PlanState, version = 2): Plan => ({ ...draftPlan(unit, today), state, version });
const states = ['draft', 'submitted', 'returned', 'approved', 'published'] as const;
const acts = {
  replaced: { from: ['draft', 'returned'], act: (plan: Plan) => replacePlan(plan) },
  submitted: { from: ['draft'], act: (plan: Plan) => submitPlan(plan, [], today) },
  returned: { from: ['submitted'], act: (plan: Plan) => returnPlan(plan, '请补充依据', today) },
  decided: { from: ['submitted'], act: (plan: Plan) => nameInDecision(plan, plan.version) },
  published: { from: ['approved'], act: (plan: Plan) => publishPlan(plan, today) },
};

describe('a plan', () => {
  for (const [name, { from, act }] of Object.entries(acts)) {
    for (const state of states) {
      const allowed = from.includes(state);
      test(`that is ${state} is ${allowed ? '' : 'not '}to be ${name}`, () => {
        const conflict = { ok: false, refusal: { code: 'STATE_CONFLICT' } };
        expect(act(inState(state))).toMatchObject(allowed ? { ok: true } : conflict);
      });
    }
  }

  test('is one for a unit and cycle, whoever drafts it and whenever', () => {
    expect(draftPlan(unit, isoDate('2025-04-01')).id).toBe(draftPlan(unit, today).id);
    expect(draftPlan({ ...unit, cycleId: 'other' }, today).id).not.toBe(draftPlan(unit, today).id);
  });

  test('is approved in the version that was named alone', () => {
    const approved = approvePlan(inState('submitted'), 2, 'decision', today);
    expect(approved).toMatchObject({
      ok: true,
      value: { state: 'approved', version: 3, decisionId: 'decision', approvedOn: today, publishedOn: null },
    });
    const changed = { ok: false, refusal: { code: 'DECIDED_RECORD_CHANGED' } };
    expect(approvePlan(inState('submitted', 5), 2, 'decision', today)).toMatchObject(changed);
    for (const state of ['draft', 'returned', 'approved', 'published'] as const)
      expect(approvePlan(inState(state), 2, 'decision', today)).toMatchObject(changed);
  });

  test('is published with the day of its approval beside that of its publication', () => {
    const approved = { ...inState('approved'), approvedOn: isoDate('2025-03-19'), decisionId: 'decision' };
    expect(publishPlan(approved, today)).toMatchObject({
      ok: true,
      value: { state: 'published', version: 3, approvedOn: '2025-03-19', publishedOn: today, decisionId: 'decision' },
    });
  });

  test('keeps the opinion of its return while it is replaced, and has no day of submission then', () => {
    const returned = { ...inState('returned'), submittedOn: today, returned: { opinion: '请补充依据', on: today } };
    expect(replacePlan(returned)).toMatchObject({ value: { submittedOn: null, returned: { opinion: '请补充依据' } } });
  });
});

describe('a decision', () => {
  const decision = { organ: 'o', documentId: 'd', decidedOn: today, attachmentDigest: 'a' };
  const plans = [
    { planId: 'b', version: 1 },
    { planId: 'a', version: 2 },
  ];

  test('is the same in whichever order its plans are named, and another on other versions', () => {
    const id = planDecisionId('330381', 'cycle', decision, plans);
    expect(planDecisionId('330381', 'cycle', decision, plans.toReversed())).toBe(id);
    expect(planDecisionId('330381', 'cycle', decision, [{ planId: 'b', version: 2 }, ...plans.slice(1)])).not.toBe(id);
    expect(inOrder(plans).map(({ planId }) => planId)).toEqual(['a', 'b']);
  });

  test('could be taken since the last of its plans was submitted', () => {
    const submitted = (on: string): Plan => ({ ...inState('submitted'), submittedOn: isoDate(on) });
    expect(lastSubmitted([submitted('2025-03-14'), submitted('2025-03-18'), submitted('2025-03-01')])).toBe(
      '2025-03-18',
    );
    expect(lastSubmitted([])).toBeUndefined();
  });

  test('that names a plan twice says where', () => {
    expect(namedTwice([...plans, { planId: 'b', version: 3 }])).toEqual([2]);
    expect(namedTwice(plans)).toEqual([]);
  });
});
