// getElement.
import { problem } from '#kernel/problem/problem.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { findElements } from '../store/data-element.ts';

/** One data element of a county in its current version. */
export const getElement: IndicatorsHandler<'getElement'> = async ({ path, query }, call) => {
  const [element] = await findElements(call.tx, query.county, [path.elementCode]);
  if (element === undefined) throw problem('NOT_FOUND', { what: '数据元' });
  return { status: 200, body: element };
};
