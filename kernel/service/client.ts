// A typed client of another service: its contract's operations, called with our own token.
import { Readable } from 'node:stream';
import { type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import type { GivenInput, Output } from '#kernel/contract/types.ts';
import type { ServiceToken } from '#kernel/identity/service-token.ts';
import { goesByHttp } from '#kernel/operation/dispatch.ts';
import type { OperationRequest, Reply } from '#kernel/operation/request.ts';
import { Problem } from '#kernel/problem/problem.ts';
import type { Dispatcher } from './dispatcher.ts';

/** What a call says beside its input. */
export interface ClientOptions {
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  readonly traceparent?: string;
}

/** A client of the service whose contract's operations are `Ops`. A refusal of the service is thrown as the Problem that it is. */
export interface ServiceClient<Ops> {
  call<Id extends keyof Ops & string>(
    operationId: Id,
    input: GivenInput<Ops[Id]>,
    options?: ClientOptions,
  ): Promise<Output<Ops[Id]>>;
  /** The same with a body that is streamed. */
  stream<Id extends keyof Ops & string>(
    operationId: Id,
    input: Omit<GivenInput<Ops[Id]>, 'body'>,
    body: { readonly contentType: string; readonly bytes: Readable },
    options?: ClientOptions,
  ): Promise<Output<Ops[Id]>>;
}

const texts = (part: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((part ?? {}) as Record<string, string | number | boolean | undefined>).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );

const requestOf = (
  input: { path?: unknown; query?: unknown },
  options: ClientOptions,
  contentType: string | undefined,
): OperationRequest => ({
  path: texts(input.path),
  query: texts(input.query),
  ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
  ...(options.ifMatch === undefined ? {} : { ifMatch: options.ifMatch }),
  ...(contentType === undefined ? {} : { contentType }),
});

const outputOf = <Op>(reply: Reply): Output<Op> => {
  if (reply.refusal !== undefined) throw new Problem(reply.refusal.code, reply.refusal.params, reply.refusal.faults);
  // The callee's admission has checked its answer against the same contract.
  return reply as Output<Op>;
};

/** Builds the client of a service. The token is fetched for each call from the cache of `token`. */
export const createServiceClient = <Ops>(
  service: string,
  dispatcher: Dispatcher,
  token: ServiceToken,
): ServiceClient<Ops> => {
  const operations = new Map(operationsOf(service, contractOf(service)).map((one) => [one.operationId, one]));
  const contractOfOperation = (operationId: string): OperationContract => {
    const found = operations.get(operationId);
    if (found === undefined) throw new Error(`${service} has no operation ${operationId}.`);
    return found;
  };
  const credentials = async (options: ClientOptions): Promise<{ authorization: string; traceparent?: string }> => ({
    authorization: `Bearer ${await token.get()}`,
    ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
  });
  return {
    call: async (operationId, input, options = {}) => {
      const operation = contractOfOperation(operationId);
      const given = input as { path?: unknown; query?: unknown; body?: unknown };
      const request = requestOf(given, options, given.body === undefined ? undefined : 'application/json');
      if (goesByHttp(operation)) {
        const bytes = Readable.from(given.body === undefined ? [] : [Buffer.from(JSON.stringify(given.body), 'utf8')]);
        return outputOf(await dispatcher.dispatchStream(operation, request, await credentials(options), bytes));
      }
      const whole = given.body === undefined ? request : { ...request, body: given.body };
      return outputOf(await dispatcher.dispatch(operation, whole, await credentials(options)));
    },
    stream: async (operationId, input, body, options = {}) => {
      const operation = contractOfOperation(operationId);
      const request = requestOf(input, options, body.contentType);
      return outputOf(await dispatcher.dispatchStream(operation, request, await credentials(options), body.bytes));
    },
  };
};
