// The targets of a plan out of its written content, or every fault of it at once.
import { problem } from '#kernel/problem/problem.ts';
import { type PlanFrame, setTargets, type Target, type TargetDraft } from '../domain/target.ts';

/** The targets; PLAN_FAULTY with the place of each fault. */
export const setPlanTargets = (drafts: readonly TargetDraft[], frame: PlanFrame): readonly Target[] => {
  const { targets, faults } = setTargets(drafts, frame);
  if (faults.length === 0) return targets;
  throw problem(
    'PLAN_FAULTY',
    { count: faults.length },
    { faults: faults.map((fault) => ({ ...fault, pointer: `/body${fault.pointer}` })) },
  );
};
