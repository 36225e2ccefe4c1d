// One round of the HR system's work: read new records, check them, confirm the ranges, execute due measures.
import type { components } from '#contracts/generated/partner-hr-control.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Execution, HrState } from '../state.ts';
import { check, type Verdict } from './check.ts';
import { type Feed, type FeedPage, feedLimit } from './feed.ts';
import type { Held, HeldRange } from './holdings.ts';
import type { Acknowledgement, FeedRange, FeedRecord } from './records.ts';

export type Round = components['schemas']['Round'];

export type RoundDeps = {
  readonly state: HrState;
  readonly feed: Feed;
  readonly knowsTeam: (county: string, creditCode: string) => boolean;
};

/** Decides on a record of a page. The earlier records of the page are already decided, and this one may replace one of them. */
const decide = (
  { state, knowsTeam }: RoundDeps,
  county: string,
  decided: readonly Held[],
  record: FeedRecord,
): Verdict => {
  const acceptedHere = (is: (held: Held) => boolean): Held | undefined =>
    decided.findLast((held) => held.outcome === 'accepted' && is(held));
  const verdict = check(record, {
    knowsTeam: (creditCode) => knowsTeam(county, creditCode),
    acceptedByKey: (key) => acceptedHere(({ recordKey }) => recordKey === key) ?? state.accepted(key),
    acceptedResult: (creditCode, year) =>
      acceptedHere((held) => held.creditCode === creditCode && held.year === year) ??
      state.acceptedResult(creditCode, year),
  });
  const planted = state.faults.take('reject', ({ creditCode }) => creditCode === verdict.creditCode);
  if (planted === undefined) return verdict;
  return { outcome: 'rejected', creditCode: verdict.creditCode, code: planted.code, detail: '按预设拒收' };
};

const heldFrom = (county: string, date: string, record: FeedRecord, verdict: Verdict): Held => ({
  county,
  deliveryNumber: record.deliveryNumber,
  recordKey: record.recordKey,
  version: record.version,
  kind: record.kind === 'measure' ? 'measure' : 'team-result',
  creditCode: verdict.creditCode,
  digest: record.digest,
  outcome: verdict.outcome,
  code: verdict.outcome === 'rejected' ? verdict.code : null,
  detail: verdict.outcome === 'rejected' ? verdict.detail : null,
  date,
  executedDocument: null,
  acknowledged: false,
  year: verdict.outcome === 'accepted' ? verdict.year : null,
  measureKind: verdict.outcome === 'accepted' ? verdict.measureKind : null,
});

const rangeFrom = (
  county: string,
  date: string,
  { from, through, digest }: FeedRange,
  decided: readonly Held[],
): HeldRange => {
  const exceptions = decided.flatMap(({ deliveryNumber, code, detail }) =>
    code === null ? [] : [{ deliveryNumber, code, ...(detail === null ? {} : { detail }) }],
  );
  const accepted = decided.length - exceptions.length;
  return { county, receipt: { from, through, digest, date, exceptions }, accepted, confirmed: false };
};

/** Decides on the records of a page, and saves the page in one step. */
const takePage = (deps: RoundDeps, county: string, day: string, page: FeedPage, range: FeedRange): void => {
  const held: Held[] = [];
  for (const record of page.records) held.push(heldFrom(county, day, record, decide(deps, county, held, record)));
  const withdrawn = page.withdrawn.map(({ recordKey }) => recordKey);
  deps.state.holdPage({ held, withdrawn, range: rangeFrom(county, day, range, held) });
};

const readAll = async (deps: RoundDeps, county: string, day: string): Promise<number> => {
  const { state, feed } = deps;
  let read = 0;
  for (let after: string | null = state.lastDelivery(county); after !== null; ) {
    const page = await feed.read(county, after);
    if (page.range !== null) takePage(deps, county, day, page, page.range);
    read += page.records.length;
    // A cursor that does not advance would make this loop endless.
    if (page.next !== null && BigInt(page.next) <= BigInt(after))
      throw new Refusal(502, 'FEED_UNUSABLE', 'The feed does not move on');
    after = page.next;
  }
  return read;
};

/** Confirms the unconfirmed ranges, and counts their records by outcome. */
const confirmAll = async (
  { state, feed }: RoundDeps,
  county: string,
): Promise<{ accepted: number; rejected: number }> => {
  const counts = { accepted: 0, rejected: 0 };
  for (const range of state.unconfirmed(county)) {
    await feed.confirm(county, range.receipt);
    state.confirm(range);
    counts.accepted += range.accepted;
    counts.rejected += range.receipt.exceptions.length;
  }
  return counts;
};

const acknowledgementOf = (held: Held): Acknowledgement => ({
  deliveryNumber: held.deliveryNumber,
  recordKey: held.recordKey,
  version: held.version,
  outcome: 'executed',
  ...(held.executedDocument === null ? {} : { executedDocument: held.executedDocument }),
  date: held.date,
});

/** Reports the executions that integration does not know yet; returns their number. */
const reportExecutions = async ({ state, feed }: RoundDeps, county: string): Promise<number> => {
  const pending = state.held(county).filter(({ outcome, acknowledged }) => outcome === 'executed' && !acknowledged);
  for (let at = 0; at < pending.length; at += feedLimit) {
    const part = pending.slice(at, at + feedLimit);
    await feed.acknowledge(county, part.map(acknowledgementOf));
    for (const held of part) state.hold({ ...held, acknowledged: true });
  }
  return pending.length;
};

const concerns = (execution: Execution, held: Held): boolean =>
  (execution.recordKey === undefined || execution.recordKey === held.recordKey) &&
  (execution.kind === undefined || execution.kind === held.measureKind);

/** Executes accepted measures on their day. The first order that fits a measure executes it, once. */
const executeDue = (state: HrState, county: string, day: string): void => {
  const due = state.executions().filter((execution) => execution.day <= day);
  for (const held of state.held(county)) {
    if (held.kind !== 'measure' || held.outcome !== 'accepted' || !held.acknowledged) continue;
    const execution = due.find((one) => concerns(one, held));
    if (execution === undefined) continue;
    state.hold({
      ...held,
      outcome: 'executed',
      executedDocument: execution.document,
      date: execution.day,
      acknowledged: false,
    });
  }
};

/**
 * Runs a round for a county on the day that the driver set; 409 DAY_MISSING before. The next round acknowledges what an interrupted
 * round left.
 */
export const runRound = async (deps: RoundDeps, county: string): Promise<Round> => {
  const { state } = deps;
  const day = state.day();
  if (day === undefined) throw new Refusal(409, 'DAY_MISSING', 'Set the day first');
  const read = await readAll(deps, county, day);
  const { accepted, rejected } = await confirmAll(deps, county);
  executeDue(state, county, day);
  const executed = await reportExecutions(deps, county);
  return { day, read, accepted, rejected, executed };
};
