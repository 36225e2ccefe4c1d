// listDirectorySetItems.
import { readPage, readSet } from '#kernel/exchange/handover/publish.ts';
import { problem } from '#kernel/problem/problem.ts';
import { directorySetKind } from '#kernel/scope/pull-directory.ts';
import type { IntegrationHandler } from '../handler.ts';

type PlaceRow = Record<string, unknown>;

/** A page of a set behind a key: rows as `recordPlaces` takes them, under the ids of their places (E14, E15). */
export const listDirectorySetItems: IntegrationHandler<'listDirectorySetItems'> = async ({ path, query }, call) => {
  const set = await readSet(call.tx, path.setId);
  if (set?.kind !== directorySetKind) throw problem('NOT_FOUND', { what: '数据集' });
  const { items, next } = await readPage(call.tx, path.setId, query.after ?? null);
  // A row is an object by the hand of the publisher: the history of a place.
  return { status: 200, body: { items: items.map(({ key, row }) => ({ key, row: row as PlaceRow })), next } };
};
