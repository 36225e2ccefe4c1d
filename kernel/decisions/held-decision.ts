// The decision that a command changes, in the version that the caller has read, held until the transaction ends.
import type { Transaction } from 'kysely';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { Call } from '#kernel/operation/call.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';

/** What of a decision has to be known to hold it. */
interface Holdable {
  readonly id: string;
  readonly county: string;
  readonly version: number;
}

/** How a service looks its decisions up; undefined where there is none in the counties of the transaction. */
export interface DecisionStore<DB, Decision extends Holdable> {
  readonly find: (tx: Transaction<DB>, id: string) => Promise<Decision | undefined>;
  readonly lock: (tx: Transaction<DB>, id: string) => Promise<Decision | undefined>;
}

const missing = () => problem('NOT_FOUND', { what: '审定' });

/** Holds the decision and its county's day, the day first. NOT_FOUND also for another county's, ETAG_STALE for another version. */
export const heldDecision = async <DB, Decision extends Holdable>(
  call: Pick<Call<DB, EventMap>, 'tx' | 'today' | 'about' | 'requireVersion'>,
  { find, lock }: DecisionStore<DB, Decision>,
  decisionId: string,
): Promise<{ readonly decision: Decision; readonly today: IsoDate }> => {
  const seen = await find(call.tx, decisionId);
  if (seen === undefined) throw missing();
  const today = await call.today(seen.county);
  const decision = await lock(call.tx, decisionId);
  if (decision === undefined) throw missing();
  call.about(decision.id, decision.county);
  call.requireVersion(decision.version);
  return { decision, today };
};
