// listObservationSetItems.
import { readPage, readSet } from '#kernel/exchange/handover/publish.ts';
import type { SetPage } from '#kernel/exchange/handover/set.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IndicatorsCall, IndicatorsHandler } from '../handler.ts';
import { findBatchOfSet } from '../store/find-batch.ts';
import { positionOf, readBatchPage } from '../store/observation-set.ts';

type SetItem = Record<string, unknown>;

const keyUnknown = () =>
  problem(
    'REQUEST_INVALID',
    { count: 1 },
    { faults: [{ pointer: '/query/after', code: 'key', expected: 'the key of an item of this set' }] },
  );

const pageOfSet = async (call: IndicatorsCall, setId: string, after: string | undefined): Promise<SetPage> => {
  const position = after === undefined ? undefined : positionOf(after);
  if (after !== undefined && position === undefined) throw keyUnknown();
  const batch = await findBatchOfSet(call.tx, setId);
  return batch === undefined ? readPage(call.tx, setId, after ?? null) : readBatchPage(call.tx, batch, position);
};

/** A page of a set of observations behind a key, in the byte order of keys (E14, E15). The rows never change. */
export const listObservationSetItems: IndicatorsHandler<'listObservationSetItems'> = async ({ path, query }, call) => {
  const set = await readSet(call.tx, path.setId);
  if (set === undefined) throw problem('NOT_FOUND', { what: '数据集' });
  const { items, next } = await pageOfSet(call, set.id, query.after);
  // A row is an object by the hand of the publisher: an observation of the set.
  return { status: 200, body: { items: items.map(({ key, row }) => ({ key, row: row as SetItem })), next } };
};
