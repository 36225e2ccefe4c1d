// runTrial: scores what the request holds, and stores nothing.
import { problem } from '#kernel/problem/problem.ts';
import { runTrial as decide } from '../../domain/scoring/trial.ts';
import type { EvaluationHandler, Schemas } from '../../handler.ts';
import { fieldFaults } from '../cycle/field-faults.ts';

/** The sheets of a self-contained trial. SCHEME_FAULTY names the faults of the system, of the months, of references and of the run. */
export const runTrial: EvaluationHandler<'runTrial'> = async ({ body }) => {
  const tried = decide(body as Parameters<typeof decide>[0]);
  if (!tried.ok) {
    throw problem('SCHEME_FAULTY', { count: tried.faults.length }, { faults: fieldFaults(tried.faults, '/body') });
  }
  return { status: 200, body: { sheets: [...tried.value] as Schemas['TrialOutcome']['sheets'] } };
};
