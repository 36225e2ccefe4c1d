// Exports compared: as digests by list that are committed, and as bytes where two are at hand.
import type { Exported } from '../../../demonstration/export.ts';

/** The digests of an export as text: the whole first, then each list with its count. */
export const digestText = ({ digest, recordCount, lists }: Exported): string =>
  [
    `${digest} ${recordCount} records`,
    ...lists.map((list) => `${list.digest} ${list.records.length} ${list.service}/${list.list}`),
    '',
  ].join('\n');

/** The first record in which two exports differ, or undefined when they are the same bytes. */
export const firstDifference = (one: Exported, other: Exported): string | undefined => {
  const nameOf = (exported: Exported): string =>
    exported.lists.map(({ service, list }) => `${service}/${list}`).join(' ');
  if (nameOf(one) !== nameOf(other)) return `lists: ${nameOf(one)} ≠ ${nameOf(other)}`;
  for (const [index, { service, list, records }] of one.lists.entries()) {
    const others = other.lists[index]?.records ?? [];
    for (let at = 0; at < Math.max(records.length, others.length); at += 1) {
      if (records[at] !== others[at])
        return `${service}/${list}, record ${at}:\n  ${records[at] ?? 'none'}\n  ${others[at] ?? 'none'}`;
    }
  }
  return one.digest === other.digest ? undefined : 'the digests, though not the records';
};
