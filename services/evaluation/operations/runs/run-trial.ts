// runTrial: scores what the request holds, and stores nothing.
import { problem } from '#kernel/problem/problem.ts';
import type { Fault } from '#kernel/values/scheme/fault.ts';
import { runTrial as decide } from '../../domain/scoring/trial.ts';
import type { EvaluationHandler, Schemas } from '../../handler.ts';
import { fieldFaults } from '../cycle/field-faults.ts';

const isOfTheSystem = ({ pointer }: Fault): boolean => pointer.startsWith('/indicatorSystem');

/**
 * The sheets of a self-contained trial. SCHEME_FAULTY where the system has faults, TRIAL_INPUT_FAULTY where only what it is tried on has:
 * the months, the references, the values, and what keeps the run from completing. Either names every fault at its place.
 */
export const runTrial: EvaluationHandler<'runTrial'> = async ({ body }) => {
  const tried = decide(body as Parameters<typeof decide>[0]);
  if (!tried.ok) {
    const code = tried.faults.some(isOfTheSystem) ? 'SCHEME_FAULTY' : 'TRIAL_INPUT_FAULTY';
    throw problem(code, { count: tried.faults.length }, { faults: fieldFaults(tried.faults, '/body') });
  }
  return { status: 200, body: { sheets: [...tried.value] as Schemas['TrialOutcome']['sheets'] } };
};
