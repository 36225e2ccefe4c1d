// getDirectorySet.
import { readSet } from '#kernel/exchange/handover/publish.ts';
import { problem } from '#kernel/problem/problem.ts';
import { directorySetKind } from '#kernel/scope/pull-directory.ts';
import type { IntegrationHandler } from '../handler.ts';

/** The head of a published set of the directory (E14). NOT_FOUND also for another county's. */
export const getDirectorySet: IntegrationHandler<'getDirectorySet'> = async ({ path }, call) => {
  const set = await readSet(call.tx, path.setId);
  if (set?.kind !== directorySetKind) throw problem('NOT_FOUND', { what: '数据集' });
  return { status: 200, body: set };
};
