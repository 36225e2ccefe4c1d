// Admission: the one way to a handler. Identity, authority, scope, schema, idempotency, audit, and the check of the answer.

import type { Logger } from 'pino';
import type { OperationContract } from '#kernel/contract/document.ts';
import type { OperationValidators } from '#kernel/contract/validators.ts';
import type { Database } from '#kernel/database/database.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import { bearerOf } from '#kernel/identity/bearer.ts';
import type { Caller } from '#kernel/identity/caller.ts';
import type { Verifier } from '#kernel/identity/verifier.ts';
import { refusalOf } from '#kernel/problem/failure.ts';
import { type FieldFault, type Problem, problem } from '#kernel/problem/problem.ts';
import { faultsShownMax } from '#kernel/problem/render.ts';
import { continueTrace } from '#kernel/tracing/trace.ts';
import { ownValue } from '#kernel/values/own.ts';
import type { Semaphore } from '#kernel/waiting/semaphore.ts';
import type { AnyHandler } from './call.ts';
import { contentRefusal } from './content.ts';
import { countyOfRequest, homeOf, scopeOf, wholeScopeOf } from './county.ts';
import { ifMatchFaults } from './etag.ts';
import { auditRefusal, type Execution, execute } from './execution.ts';
import { holdsAuthority } from './precheck.ts';
import type { Admission, OperationRequest, Reply } from './request.ts';
import { textFaults } from './texts.ts';

/** What admission needs of a service. */
export interface AdmissionSettings<DB, Events extends EventMap> {
  readonly service: string;
  readonly database: Database<DB>;
  readonly verifier: Verifier;
  readonly validators: ReadonlyMap<string, OperationValidators>;
  readonly handlers: Readonly<Record<string, AnyHandler<DB, Events>>>;
  readonly logger: Logger;
  /** Requests with a streamed body at a time: keep it below the pool, since each holds a connection while its body comes. */
  readonly uploads: Semaphore;
  /** Called after a command has committed: the relay need not wait for its timer. */
  readonly wake: () => void;
}

/** Answers a request of one operation. It never throws: what goes wrong is a refusal. */
export type Admit = (operation: OperationContract, admission: Admission) => Promise<Reply>;

interface Validated {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const requireAuthority = (operation: OperationContract, caller: Caller): void => {
  if (!holdsAuthority(operation, caller)) throw problem('AUTHORITY_MISSING', { authority: operation.authority });
};

const requireReadable = (operation: OperationContract, request: OperationRequest): void => {
  const refusal = contentRefusal(operation, request);
  if (refusal !== undefined) throw refusal;
};

/** A body where the contract has none is refused as an unknown field is. */
const bodyUnexpected: readonly FieldFault[] = [{ pointer: '/body', code: 'additionalProperties', expected: 'no body' }];

/** What does not fit. Beyond what an answer lists nobody counts: the validators stop looking there. */
const requestInvalid = (faults: readonly FieldFault[]): Problem => {
  const shown = faults.slice(0, faultsShownMax);
  return problem(
    'REQUEST_INVALID',
    { count: faults.length > shown.length ? `${shown.length}+` : shown.length },
    { faults: shown },
  );
};

/** The request as the contract types it: defaults filled in, numbers of the query made numbers. Throws REQUEST_INVALID with every fault. */
const validated = (
  operation: OperationContract,
  validators: OperationValidators,
  request: OperationRequest,
): Validated => {
  const parameters = {
    path: { ...request.path },
    query: { ...request.query },
    header: {
      ...(request.idempotencyKey === undefined ? {} : { 'Idempotency-Key': request.idempotencyKey }),
      ...(request.ifMatch === undefined ? {} : { 'If-Match': request.ifMatch }),
    },
  };
  if (operation.idempotencyKey && request.idempotencyKey === undefined) throw problem('IDEMPOTENCY_KEY_MISSING');
  if (operation.ifMatch && request.ifMatch === undefined) throw problem('PRECONDITION_MISSING');
  const bodyFaults = operation.streamed ? [] : (validators.bodies.get(request.contentType ?? '')?.(request.body) ?? []);
  const texts = textFaults({ path: request.path, query: request.query, body: request.body });
  const isUnexpected = operation.bodies.size === 0 && (request.isBodyUnexpected === true || request.body !== undefined);
  const ownFaults = [
    ...(operation.ifMatch ? ifMatchFaults(request.ifMatch) : []),
    ...(isUnexpected ? bodyUnexpected : []),
  ];
  const bySchema = [...validators.parameters(parameters), ...ownFaults, ...bodyFaults];
  // A field is named once.
  const named = new Set(bySchema.map(({ pointer }) => pointer));
  const faults = [...bySchema, ...texts.filter(({ pointer }) => !named.has(pointer))];
  if (faults.length > 0) throw requestInvalid(faults);
  return { path: parameters.path, query: parameters.query, body: request.body };
};

const log = (logger: Logger, refusal: Problem): void => {
  const facts = { code: refusal.code, params: refusal.params, err: refusal.cause };
  if (refusal.status >= 500) logger.error(facts, 'the operation failed');
  else logger.info({ code: refusal.code }, 'the operation was refused');
};

/** What is known of a request as soon as its caller is: enough to audit a refusal. */
type Identified<DB, Events extends EventMap> = Omit<Execution<DB, Events>, 'handler' | 'input' | 'answers'>;

/**
 * Builds admission for a service. Every refusal of an identified caller's audited operation is audited, of a missing authority
 * and of another county too: under the caller's own county, where the named one is not the caller's. Others are logged.
 */
export const createAdmission = <DB, Events extends EventMap>(settings: AdmissionSettings<DB, Events>): Admit => {
  const { service, verifier, validators, handlers } = settings;

  const prepare = (identified: Identified<DB, Events>): Execution<DB, Events> => {
    const { operation, admission, caller } = identified;
    requireAuthority(operation, caller);
    const county = countyOfRequest(admission.request, caller);
    requireReadable(operation, admission.request);
    const handler = ownValue(handlers, operation.operationId);
    const own = validators.get(operation.operationId);
    if (handler === undefined || own === undefined)
      throw new Error(`${service}.${operation.operationId} has no handler.`);
    const input = validated(operation, own, admission.request);
    return { ...identified, county, handler, input, answers: own.answers };
  };

  return async (operation, given) => {
    const canonical = validators.get(operation.operationId)?.canonical;
    const admission = canonical === undefined ? given : { ...given, request: canonical(given.request) };
    const trace = continueTrace(admission.traceparent);
    const logger = settings.logger.child({ trace_id: trace.traceId, operation: operation.operationId });
    let identified: Identified<DB, Events> | undefined;
    try {
      const caller = await verifier.verify(bearerOf(admission.authorization));
      const county = homeOf(caller);
      const scope = scopeOf(county, caller);
      identified = { ...settings, operation, admission, trace, logger, caller, county, scope };
      const prepared = prepare(identified);
      const execution = { ...prepared, scope: await wholeScopeOf(prepared.county, caller, settings.database) };
      identified = execution;
      const answer = await execute(execution);
      if (operation.command) settings.wake();
      return answer;
    } catch (error) {
      const refusal = refusalOf(error, service, admission.request);
      log(logger, refusal);
      if (identified !== undefined) await auditRefusal(identified, refusal);
      return { refusal: { code: refusal.code, params: refusal.params, faults: refusal.faults } };
    }
  };
};
