// What a service is made of: two tables (operationId → handler, event → reaction), and what it exports.
import type { Transaction } from 'kysely';
import type { ContractDocument } from '#kernel/contract/document.ts';
import type { ServiceName } from '#kernel/database/provision.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { Reactions } from '#kernel/exchange/reaction.ts';
import type { ExchangeSettings } from '#kernel/exchange/settings.ts';
import type { CountOpenWork } from '#kernel/exchange/status.ts';
import type { Handlers } from '#kernel/operation/call.ts';

/** The operations that each service offers in the same way: the kernel handles them. */
export type SharedOperationId =
  | 'getExchangeStatus'
  | 'listWatermarks'
  | 'listParkedEvents'
  | 'setAsideParkedEvent'
  | 'redriveParkedKey'
  | 'exportRecords'
  | 'listAuditEntries'
  | 'verifyAuditChain';

/** A record of an export list: the key that it is sorted by, and its business content. */
export interface ExportRecord {
  readonly key: string;
  readonly content: unknown;
}

/**
 * A list of the export (E21): business content only (no event ids, recorded times, trace ids), sorted by `key` in byte order
 * (`collate "C"`), `limit` records after the key `after`.
 */
export type ExportList<DB> = (
  tx: Transaction<DB>,
  county: string,
  page: { readonly after: string; readonly limit: number },
) => Promise<readonly ExportRecord[]>;

/** A service. `Ops` are the contract's operations, `Received` and `Sent` its events. */
export interface ServiceDefinition<Ops, DB, Received extends EventMap, Sent extends EventMap> {
  readonly name: ServiceName;
  readonly document: ContractDocument;
  readonly operations: Handlers<Omit<Ops, SharedOperationId>, DB, Sent>;
  readonly reactions: Reactions<Received, DB, Sent>;
  /** How announced sets are fetched, and what each kind is switched by (E14). */
  readonly handover?: NonNullable<ExchangeSettings<Received, DB, Sent>['handover']>;
  /** Counts work under way that no event shows, such as calls to partners (E21). */
  readonly openWork?: CountOpenWork;
  /** The lists of the export by their names. */
  readonly exports: Readonly<Record<string, ExportList<DB>>>;
}
