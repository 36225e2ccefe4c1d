// getObservationSet.
import { readSet } from '#kernel/exchange/handover/publish.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IndicatorsHandler } from '../handler.ts';

/** The head of a set of observations, with its count and digest (E14). */
export const getObservationSet: IndicatorsHandler<'getObservationSet'> = async ({ path }, call) => {
  const set = await readSet(call.tx, path.setId);
  if (set === undefined) throw problem('NOT_FOUND', { what: '数据集' });
  return { status: 200, body: set };
};
