// Storing a new delivery.
import { sql, type Transaction } from 'kysely';
import type { DeliveryBasis, DeliveryKind, Partner } from '../domain/delivery.ts';
import type { DB } from './tables.ts';

/** A delivery that was just made. */
export interface NewDelivery {
  readonly county: string;
  readonly id: string;
  readonly partner: Partner;
  readonly kind: DeliveryKind;
  readonly recordKey: string;
  readonly version: number;
  readonly placed: number;
  readonly basis: DeliveryBasis;
  readonly body: string;
  readonly digest: string;
  readonly partnerPath: string | null;
  /** The trace of what made it due. */
  readonly traceparent: string | null;
  readonly repair: { readonly replaces: string; readonly reason: string } | undefined;
}

/** Inserts the delivery as due. */
export const insertDelivery = async (tx: Transaction<DB>, delivery: NewDelivery): Promise<void> => {
  await tx
    .insertInto('delivery')
    .values({
      county: delivery.county,
      id: delivery.id,
      partner: delivery.partner,
      kind: delivery.kind,
      record_key: delivery.recordKey,
      version: delivery.version,
      placed: delivery.placed,
      state: 'due',
      basis: JSON.stringify(delivery.basis),
      body: delivery.body,
      digest: delivery.digest,
      partner_path: delivery.partnerPath,
      traceparent: delivery.traceparent,
      replaces: delivery.repair?.replaces ?? null,
      repair_reason: delivery.repair?.reason ?? null,
    })
    .execute();
};

/** A rejected delivery that was made anew is superseded. */
export const markSuperseded = async (tx: Transaction<DB>, county: string, id: string): Promise<void> => {
  await tx
    .updateTable('delivery')
    .set({ state: 'superseded' })
    .where('county', '=', county)
    .where('id', '=', id)
    .execute();
};

/** The facts that a delivery was made of, as `insertDelivery` stored them. */
export const basisOf = async (tx: Transaction<DB>, county: string, id: string): Promise<DeliveryBasis> => {
  const { rows } = await sql<{ basis: DeliveryBasis }>`
    select basis from delivery where county = ${county} and id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no delivery ${id}.`);
  return row.basis;
};
