// The course of a plan: which act is allowed in which state, and what a decision may still publish.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import {
  draftPlan,
  nameInDecision,
  type Plan,
  type PlanState,
  publishPlan,
  replacePlan,
  returnPlan,
  submitPlan,
} from './plan.ts';
import { inOrder, namedTwice, planDecisionId } from './plan-decision.ts';

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
const states = ['draft', 'submitted', 'returned', 'published'] as const;
const acts = {
  replaced: { from: ['draft', 'returned'], act: (plan: Plan) => replacePlan(plan) },
  submitted: { from: ['draft'], act: (plan: Plan) => submitPlan(plan, [], today) },
  returned: { from: ['submitted'], act: (plan: Plan) => returnPlan(plan, '请补充依据', today) },
  decided: { from: ['submitted'], act: (plan: Plan) => nameInDecision(plan, plan.version) },
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

  test('is published in the version that was named alone', () => {
    const published = publishPlan(inState('submitted'), 2, 'decision', today);
    expect(published).toMatchObject({ ok: true, value: { state: 'published', version: 3, decisionId: 'decision' } });
    const changed = { ok: false, refusal: { code: 'DECIDED_RECORD_CHANGED' } };
    expect(publishPlan(inState('submitted', 5), 2, 'decision', today)).toMatchObject(changed);
    for (const state of ['draft', 'returned', 'published'] as const)
      expect(publishPlan(inState(state), 2, 'decision', today)).toMatchObject(changed);
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

  test('that names a plan twice says where', () => {
    expect(namedTwice([...plans, { planId: 'b', version: 3 }])).toEqual([2]);
    expect(namedTwice(plans)).toEqual([]);
  });
});
