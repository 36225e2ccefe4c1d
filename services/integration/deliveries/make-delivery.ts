// Making a delivery: the record out of the facts and of what is true now, numbered, due to its partner.
import type { Transaction } from 'kysely';
import { appendFeed } from '#kernel/exchange/feed.ts';
import { canonicalJson, sha256 } from '#kernel/values/canonical-json.ts';
import {
  type BodyContext,
  bodyOf,
  type DeliveryBasis,
  deliveryId,
  nextNumbers,
  type Partner,
} from '../domain/delivery.ts';
import { earlierVersions } from '../store/deliveries.ts';
import { insertDelivery, type NewDelivery } from '../store/insert-delivery.ts';
import type { DB } from '../store/tables.ts';
import { presentOf } from './present.ts';
import { hrSubscription } from './subscription.ts';

/** What is to be delivered. */
export interface DeliveryOrder {
  readonly county: string;
  readonly partner: Partner;
  /** The id of what is delivered: team grade, measure or unit result. */
  readonly recordKey: string;
  readonly basis: DeliveryBasis;
  /** The trace of the event or request that makes it due. */
  readonly traceparent: string | null;
  readonly repair?: { readonly replaces: string; readonly reason: string };
}

/** Makes and stores the next version of a record in the caller's transaction; HR's go into its feed, the province's wait for the worker. */
export const makeDelivery = async (tx: Transaction<DB>, order: DeliveryOrder): Promise<NewDelivery> => {
  const { county, partner, recordKey, basis, traceparent, repair } = order;
  const earlier = await earlierVersions(tx, county, partner, recordKey);
  const { version, placed, supersedes } = nextNumbers(partner, earlier);
  const present = await presentOf(tx, basis, repair === undefined ? 'first' : 'repair');
  const context: BodyContext = { county, recordKey, present, supersedes };
  const record = bodyOf(basis, context);
  const body = canonicalJson(record);
  const delivery: NewDelivery = {
    county,
    id: deliveryId(partner, recordKey, version),
    partner,
    kind: basis.kind,
    recordKey,
    version,
    placed,
    basis,
    body,
    digest: sha256(body),
    partnerPath:
      basis.kind === 'unit-result' ? `/unit-results/${basis.cycleId}/${present.placeCode}/versions/${placed}` : null,
    traceparent,
    repair,
  };
  await insertDelivery(tx, delivery);
  if (partner === 'hr') {
    const subscription = hrSubscription(county);
    await appendFeed(tx, {
      subscription,
      county,
      recordType: basis.kind,
      recordKey,
      version,
      kind: 'record',
      body: record,
    });
  }
  return delivery;
};
