// Makes a service's operations callable: one Moleculer action for each operationId.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'moleculer';
import type { Admission, Reply } from '#kernel/operation/request.ts';
import type { Rpc } from './broker.ts';
import { decodeRequest, encodeReply } from './wire.ts';

/** Answers one operation; it gives refusals as replies. */
export type Answer = (admission: Admission) => Promise<Reply>;

/** A call in hand. */
export interface HandledCall {
  readonly context: Context;
  /** False once it is answered: work that a handler has set off and that outlives it has a time budget of its own. */
  readonly open: () => boolean;
}

/** The call that is being handled, so that calls made for it share its time budget and are counted in its depth. */
export const currentCall: AsyncLocalStorage<HandledCall> = new AsyncLocalStorage();

/** Registers the actions `v1.<service>.<operationId>`. Call it before the broker starts. */
export const serveOperations = (rpc: Rpc, service: string, operations: ReadonlyMap<string, Answer>): void => {
  const actions = [...operations].map(([operationId, answer]) => [
    operationId,
    (context: Context): Promise<Buffer> => handle(context, answer),
  ]);
  rpc.broker.createService({ name: service, version: 1, actions: Object.fromEntries(actions) });
};

const handle = async (context: Context, answer: Answer): Promise<Buffer> => {
  let open = true;
  try {
    return await currentCall.run({ context, open: () => open }, () => answerCall(context, answer));
  } finally {
    open = false;
  }
};

const answerCall = async (context: Context, answer: Answer): Promise<Buffer> => {
  const admission = decodeRequest(context.params, context.headers ?? {});
  if (admission !== undefined) return encodeReply(await answer(admission));
  const fault = { pointer: '', code: 'request', expected: 'a request as the gateway sends it' };
  return encodeReply({ refusal: { code: 'REQUEST_INVALID', params: { count: 1 }, faults: [fault] } });
};
