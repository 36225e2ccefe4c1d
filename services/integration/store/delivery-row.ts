// A delivery as its row holds it, with its number in the feed.
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { DeliveryKind, DeliveryState, Partner } from '../domain/delivery.ts';
import type { Delivery } from './tables.ts';

/** A delivery as it is shown. The table's checks allow no other words. */
export interface DeliveryRow
  extends Pick<
    Selectable<Delivery>,
    | 'county'
    | 'id'
    | 'ordinal'
    | 'record_key'
    | 'version'
    | 'placed'
    | 'digest'
    | 'reject_code'
    | 'reject_detail'
    | 'receipt_date'
    | 'accepted_on'
    | 'executed_document'
  > {
  readonly partner: Partner;
  readonly kind: DeliveryKind;
  readonly state: DeliveryState;
  readonly number: string | null;
  /** The day of the decision that the record tells of. */
  readonly decided_on: string;
}

/** The columns of a delivery row out of `delivery d` and `feed_number n`. */
export const deliveryColumns: RawBuilder<DeliveryRow> = sql<DeliveryRow>`
  d.county, d.id, d.ordinal, d.partner, d.kind, d.record_key, d.version, d.placed, d.state, d.digest, d.reject_code,
  d.reject_detail, d.receipt_date, d.accepted_on, d.executed_document, n.number::text as number,
  coalesce(d.basis ->> 'decidedOn', d.basis ->> 'announcedOn') as decided_on`;

/** From deliveries to their numbers: an entry of the feed has one a moment after its commit (exchange rule E16). */
export const deliveriesWithNumbers: RawBuilder<unknown> = sql`
  delivery d left join feed_entry e on d.partner = 'hr' and e.county = d.county and e.record_key = d.record_key::text
    and e.version = d.version and e.kind = 'record'
  left join feed_number n on n.entry_id = e.id`;
