// Whether everything that was set off has been finished: the only way to wait (exchange rule E21).
import type { ExchangeStatus } from './status.ts';

/** One thing that is still open, in words for a log. */
export type Open = string;

const openIn = (status: ExchangeStatus): Open[] => {
  const { service, parked } = status;
  const counts: readonly [string, number][] = [
    ['events without a frame', status.unframed],
    ['parked events', parked.parked],
    ['events that wait for a fact', parked.waitingFor],
    ['events that wait behind another', parked.waitingBehind],
    ['sets to pull', status.openPulls],
    ['pieces of work that no event shows', status.openWork ?? 0],
    ['audit entries outside the chain', status.unchained],
    ['feed entries without a number', status.unnumbered],
  ];
  const forked = [
    ...status.shards
      .filter((shard) => shard.forked !== null)
      .map(({ shard }) => `${service}: shard ${shard} is FORKED`),
    ...status.watermarks
      .filter((mark) => mark.forked !== null)
      .map(({ source, shard }) => `${service}: shard ${shard} of ${source} is FORKED`),
  ];
  return [...counts.filter(([, count]) => count > 0).map(([what, count]) => `${service}: ${count} ${what}`), ...forked];
};

const behind = (status: ExchangeStatus, all: readonly ExchangeStatus[]): Open[] =>
  status.consumes.flatMap((source) => {
    const producer = all.find(({ service }) => service === source);
    if (producer === undefined) return [`${status.service}: nothing is known of ${source}`];
    return producer.shards
      .filter(({ shard, position }) => {
        const mark = status.watermarks.find(
          (one) => one.source === source && one.shard === shard && one.incarnation === producer.incarnation,
        );
        return (mark?.position ?? 0) !== position;
      })
      .map(({ shard, position }) => `${status.service}: not at position ${position} of shard ${shard} of ${source}`);
  });

/** What is still open in one read of all services. */
export const openMatters = (statuses: readonly ExchangeStatus[]): Open[] =>
  statuses.flatMap((status) => [...openIn(status), ...behind(status, statuses)]);

const totalsOf = (statuses: readonly ExchangeStatus[]): string =>
  JSON.stringify(
    statuses.map(({ service, totals }) => [service, totals] as const).sort(([one], [other]) => (one < other ? -1 : 1)),
  );

/**
 * Settled: two reads in a row find no event without a frame, every watermark at its head, nothing parked, no work under way,
 * and the same totals. One read is not enough: a reaction may commit between the reads of two services.
 */
export const isSettled = (before: readonly ExchangeStatus[], after: readonly ExchangeStatus[]): boolean =>
  openMatters(before).length === 0 && openMatters(after).length === 0 && totalsOf(before) === totalsOf(after);
