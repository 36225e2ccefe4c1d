// The operations that every service offers in the same way: exchange, export and audit.

import type { operations } from '#contracts/generated/integration.ts';
import { auditLinksMax, verifyAuditChain } from '#kernel/audit/verify.ts';
import type { Database } from '#kernel/database/database.ts';
import { listParked } from '#kernel/exchange/consuming/parked.ts';
import { setAside } from '#kernel/exchange/consuming/set-aside.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import { requireByteOrder } from '#kernel/exchange/export.ts';
import type { Exchange } from '#kernel/exchange/start.ts';
import type { Handlers } from '#kernel/operation/call.ts';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { problem } from '#kernel/problem/problem.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { ownValue } from '#kernel/values/own.ts';
import { listAuditEntriesOf } from './audit-entries.ts';
import type { ExportList, SharedOperationId } from './definition.ts';

/** The contract's operations that are the same everywhere; integration's document stands for all. */
type SharedOperations = Pick<operations, SharedOperationId>;

/** What these operations need. The exchange is started after the handlers are built, so it comes as a function. */
export interface SharedSettings<DB> {
  readonly service: string;
  readonly exchangeDatabase: Database<object>;
  readonly exchange: () => Exchange;
  readonly exports: Readonly<Record<string, ExportList<DB>>>;
}

const stateNames = { parked: 'parked', waiting_for: 'waiting-for', waiting_behind: 'waiting-behind' } as const;

const exchangeOperations = <DB, Sent extends EventMap>(
  settings: SharedSettings<DB>,
): Pick<
  Handlers<SharedOperations, DB, Sent>,
  'getExchangeStatus' | 'listWatermarks' | 'listParkedEvents' | 'setAsideParkedEvent' | 'redriveParkedKey'
> => ({
  getExchangeStatus: async () => ({ status: 200, body: await settings.exchange().status() }),
  listWatermarks: async ({ query }) => {
    const { watermarks } = await settings.exchange().status();
    return { status: 200, body: { records: watermarks.filter(({ source }) => source === query.source) } };
  },
  listParkedEvents: async ({ query }, call) => {
    const page = pageOf(query, ['serial']);
    const [after] = page.after ?? [];
    const rows = await listParked(call.tx, { limit: page.limit + 1, ...(after === undefined ? {} : { after }) });
    const body = paged(
      rows,
      page,
      (row) => [row.id],
      ({ eventId, source, shard, position, type, county, key, state, reason, tries, parkedAt }) => ({
        eventId,
        source,
        shard,
        position,
        type,
        county,
        key,
        state: stateNames[state],
        reason,
        tries,
        parkedAt,
      }),
    );
    return { status: 200, body };
  },
  setAsideParkedEvent: async ({ path, body }, call) => {
    const decision = { eventId: path.eventId, ...body, actor: call.caller.subject };
    const key = await setAside(call.tx, settings.service, decision);
    if (key === undefined) throw problem('NOT_FOUND', { what: '停放的事件' });
    if (key === 'behind') throw problem('PARKED_EVENT_BEHIND', { eventId: path.eventId });
    call.about(path.eventId, body.county ?? '');
    // The events behind it see the decision once it is committed: the redriver applies them then.
    return { status: 200, body: { applied: 0, waits: key.waits } };
  },
  redriveParkedKey: async ({ path, body }, call) => {
    const key = { source: body.source, key: path.key, county: body.county };
    const redriven = await settings.exchange().redrive(key, call.caller.subject);
    if (redriven === undefined) throw problem('NOT_FOUND', { what: '停放的事件' });
    call.about(path.key, body.county ?? '');
    return { status: 200, body: redriven };
  },
});

const exportRecords =
  <DB, Sent extends EventMap>(settings: SharedSettings<DB>): Handlers<SharedOperations, DB, Sent>['exportRecords'] =>
  async ({ path, query }, call) => {
    const list = ownValue(settings.exports, path.list);
    if (list === undefined) throw problem('NOT_FOUND', { what: '导出清单' });
    const page = pageOf(query, ['text']);
    const after = page.after?.[0] ?? '';
    const rows = await list(call.tx, query.county, { after, limit: page.limit + 1 });
    requireByteOrder(
      after,
      rows.map(({ key }) => key),
    );
    const { records, next } = paged(
      rows,
      page,
      (row) => [row.key],
      (row) => canonicalJson(row.content),
    );
    return { status: 200, body: { lists: Object.keys(settings.exports).sort(), records, next } };
  };

const auditOperations = <DB, Sent extends EventMap>(
  settings: SharedSettings<DB>,
): Pick<Handlers<SharedOperations, DB, Sent>, 'listAuditEntries' | 'verifyAuditChain'> => ({
  listAuditEntries: async ({ query }, call) => {
    const page = pageOf(query, ['serial']);
    const rows = await listAuditEntriesOf(call.tx, query.county, page);
    return {
      status: 200,
      body: paged(
        rows,
        page,
        (row) => [row.sequence],
        (row) => row,
      ),
    };
  },
  verifyAuditChain: async ({ query }) => {
    const verdict = await verifyAuditChain(settings.exchangeDatabase, {
      after: query.after ?? 0,
      limit: auditLinksMax,
    });
    const body = verdict.intact
      ? { ...verdict, brokenAt: null, reason: null }
      : {
          intact: false,
          length: verdict.sequence - 1,
          unchained: verdict.unchained,
          head: null,
          next: null,
          brokenAt: verdict.sequence,
          reason: verdict.reason,
        };
    return { status: 200, body };
  },
});

/** The handlers of the shared operations. */
export const sharedOperations = <DB, Sent extends EventMap>(
  settings: SharedSettings<DB>,
): Handlers<SharedOperations, DB, Sent> => ({
  ...exchangeOperations<DB, Sent>(settings),
  exportRecords: exportRecords<DB, Sent>(settings),
  ...auditOperations<DB, Sent>(settings),
});
