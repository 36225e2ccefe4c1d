// Running a handler in its transaction: idempotency before, audit and the stored answer after, all in one.
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import { recordAudit } from '#kernel/audit/record.ts';
import type { OperationContract } from '#kernel/contract/document.ts';
import type { Validate } from '#kernel/contract/validators.ts';
import type { Database } from '#kernel/database/database.ts';
import { isRepeatable } from '#kernel/database/failure-code.ts';
import type { PoolClient } from '#kernel/database/pg.ts';
import type { Scope } from '#kernel/database/scope.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import { claim, type IdempotencyClaim, type StoredAnswer, storeAnswer } from '#kernel/idempotency/idempotency.ts';
import type { Caller } from '#kernel/identity/caller.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import type { Trace } from '#kernel/tracing/trace.ts';
import { isUuid } from '#kernel/values/identifier.ts';
import type { Semaphore } from '#kernel/waiting/semaphore.ts';
import type { AnyHandler } from './call.ts';
import { createCall, type OpenCall } from './create-call.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import type { Admission, Reply } from './request.ts';
import { inUploadPlace } from './upload-place.ts';

/** A transaction that met a serialization failure or a deadlock is run again, this often in all. */
export const triesMax = 3;

/** An admitted request, ready to run. */
export interface Execution<DB, Events extends EventMap> {
  readonly service: string;
  readonly database: Database<DB>;
  readonly operation: OperationContract;
  readonly admission: Admission;
  readonly trace: Trace;
  readonly logger: Logger;
  readonly caller: Caller;
  readonly county: string;
  readonly scope: Scope;
  readonly handler: AnyHandler<DB, Events>;
  readonly input: { readonly path: unknown; readonly query: unknown; readonly body: unknown };
  readonly answers: ReadonlyMap<number, Validate>;
  /** The places of requests with a streamed body. */
  readonly uploads: Semaphore;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly etag?: string;
}

/** The answer must fit the contract: what does not is our defect, and nothing of it is kept. */
const requireFitting = (
  execution: { readonly operation: OperationContract; readonly answers: ReadonlyMap<number, Validate> },
  answer: Answer,
): void => {
  const { operation, answers } = execution;
  if (!operation.answers.has(answer.status))
    throw new Error(`${operation.operationId} answered ${answer.status}, which its contract does not know.`);
  const faults = answers.get(answer.status)?.(answer.body) ?? [];
  if (faults.length > 0)
    throw new Error(
      `${operation.operationId} gave an answer that does not fit its contract: ${JSON.stringify(faults.slice(0, 3))}`,
    );
};

/** The key to claim. Of personal data nothing is kept, not even a digest, from which ID numbers could be found by trying them all. */
const claimOf = <DB, Events extends EventMap>(execution: Execution<DB, Events>): IdempotencyClaim | undefined => {
  const { operation, admission, county, caller } = execution;
  const key = admission.request.idempotencyKey;
  if (!operation.idempotencyKey || operation.personal || key === undefined) return undefined;
  return { county, client: `${caller.client}/${caller.subject}`, operation: operation.operationId, key };
};

const replay = async (stored: StoredAnswer, fingerprint: Fingerprint): Promise<Answer> => {
  if (!(await fingerprint.matches(stored.fingerprint))) throw problem('IDEMPOTENCY_KEY_REUSED');
  return {
    status: stored.status,
    ...(stored.body === null ? {} : { body: stored.body }),
    ...(stored.etag === null ? {} : { etag: stored.etag }),
  };
};

const audited = (operation: OperationContract): boolean => operation.audit !== 'none';

const recordDone = async <DB, Events extends EventMap>(
  execution: Execution<DB, Events>,
  tx: Transaction<DB>,
  open: OpenCall<DB, Events>,
): Promise<void> => {
  const { operation, caller, trace } = execution;
  const { recordId, county } = open.subject();
  await recordAudit(tx, {
    county: county === '' ? null : county,
    event: operation.audit,
    operation: operation.operationId,
    subject: caller.subject,
    client: caller.client,
    recordId,
    outcome: 'done',
    code: null,
    traceId: trace.traceId,
  });
};

const runOnce = <DB, Events extends EventMap>(execution: Execution<DB, Events>): Promise<Answer> => {
  const { database, scope, operation } = execution;
  const run = (tx: Transaction<DB>, client: PoolClient): Promise<Answer> => inTransaction(execution, tx, client);
  return operation.command || audited(operation) ? database.transactRaw(scope, run) : database.read(scope, run);
};

const inTransaction = async <DB, Events extends EventMap>(
  execution: Execution<DB, Events>,
  tx: Transaction<DB>,
  client: PoolClient,
): Promise<Answer> => {
  const { operation, admission, input, handler } = execution;
  const fingerprint = fingerprintOf(operation, admission);
  const key = claimOf(execution);
  const stored = key === undefined ? undefined : await claim(tx, key);
  if (stored !== undefined) return replay(stored, fingerprint);
  const open = createCall(execution, tx, client, fingerprint.stream);
  const answer = await handler(input, open.call);
  requireFitting(execution, answer);
  if (audited(operation)) await recordDone(execution, tx, open);
  if (key !== undefined) {
    await storeAnswer(tx, key, {
      fingerprint: await fingerprint.drain(),
      status: answer.status,
      body: answer.body,
      etag: answer.etag ?? null,
    });
  }
  return answer;
};

/** Runs the handler in one transaction, again after a serialization failure or a deadlock; a streamed body can't be read twice. */
export const execute = async <DB, Events extends EventMap>(execution: Execution<DB, Events>): Promise<Reply> => {
  const { operation, uploads, caller, county, service } = execution;
  // A streamed body holds a connection as long as it takes to come.
  if (operation.streamed) return inUploadPlace({ uploads, caller, county, service }, () => runOnce(execution));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(execution);
    } catch (error) {
      if (attempt >= triesMax || !isRepeatable(error)) throw error;
      execution.logger.info({ err: error, attempt }, 'the transaction is run again');
    }
  }
};

/** The record that a request names, unchecked: the last id of its path. */
const namedRecord = ({ request }: Admission): string | null => Object.values(request.path).findLast(isUuid) ?? null;

/** Audits a refused command, in a transaction of its own since the command's is rolled back. A failure here is logged only. */
export const auditRefusal = async <DB, Events extends EventMap>(
  refused: Omit<Execution<DB, Events>, 'handler' | 'input' | 'answers'>,
  refusal: Problem,
): Promise<void> => {
  const { operation, admission, caller, county, database, scope, trace, logger } = refused;
  if (!audited(operation) || refusal.status >= 500) return;
  try {
    await database.transact(scope, (tx) =>
      recordAudit(tx, {
        county: county === '' ? null : county,
        event: operation.audit,
        operation: operation.operationId,
        subject: caller.subject,
        client: caller.client,
        recordId: namedRecord(admission),
        outcome: 'refused',
        code: refusal.code,
        traceId: trace.traceId,
      }),
    );
  } catch (error) {
    logger.error({ err: error }, 'a refusal could not be audited');
  }
};
