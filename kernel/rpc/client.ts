// Calls operations of services, in this process or another, by the same bytes.
import { Errors } from 'moleculer';
import { busBytesMax } from '#kernel/exchange/limits.ts';
import type { Credentials, OperationRequest, Reply } from '#kernel/operation/request.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { ask, type BreakerLimits, type BreakerState, closedBreaker, record } from './breaker.ts';
import type { Rpc } from './broker.ts';
import { currentCall } from './serve.ts';
import { actionOf, decodeReply, encodeRequest, headersOf } from './wire.ts';

/** How a call may differ from the others. */
export interface CallOptions {
  /** Shorter or longer than the broker's time limit; inside a handled call never longer than what is left of it. */
  readonly timeoutMs?: number;
}

/** Calls an operation. The callee's refusal is its reply; what prevents a reply is thrown as a Problem. */
export interface RpcClient {
  /** Throws SERVICE_UNAVAILABLE, GATEWAY_TIMEOUT, BODY_TOO_LARGE, or ReplyTooLarge. */
  call(
    service: string,
    operationId: string,
    request: OperationRequest,
    credentials: Credentials,
    options?: CallOptions,
  ): Promise<Reply>;
}

/** The operation was done, but its reply is more than the bus takes: ask again by HTTP, a command with the same Idempotency-Key. */
export class ReplyTooLarge extends Error {
  override readonly name = 'ReplyTooLarge';
}

/** What a client needs. */
export interface ClientSettings {
  readonly rpc: Rpc;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly breaker?: BreakerLimits;
}

const breakerDefaults: BreakerLimits = { windowMs: 10_000, callsMin: 20, outageShare: 0.5, openMs: 5_000 };

/** Codes that mean «the callee is out», which is the only thing that opens a breaker: a refusal is an answer. */
const outageCodes: ReadonlySet<string> = new Set(['SERVICE_UNAVAILABLE', 'ISSUER_UNAVAILABLE', 'GATEWAY_TIMEOUT']);

/** Builds a client with one circuit breaker for each action. */
export const createClient = ({ rpc, now, breaker: limits = breakerDefaults }: ClientSettings): RpcClient => {
  const breakers = new Map<string, BreakerState>();

  const guarded = async (action: string, service: string, work: () => Promise<Reply>): Promise<Reply> => {
    const asked = ask(breakers.get(action) ?? closedBreaker, limits, now());
    breakers.set(action, asked.state);
    if (!asked.allowed) throw problem('SERVICE_UNAVAILABLE', { service });
    let outage = false;
    try {
      const reply = await work();
      outage = reply.refusal !== undefined && outageCodes.has(reply.refusal.code);
      return reply;
    } catch (error) {
      const refusal = transportRefusal(error, service);
      outage = refusal !== undefined;
      throw refusal ?? error;
    } finally {
      breakers.set(action, record(breakers.get(action) ?? closedBreaker, limits, outage, now()));
    }
  };

  return {
    call: async (service, operationId, request, credentials, options = {}) => {
      const params = encodeRequest(request);
      if (params === undefined) throw problem('BODY_TOO_LARGE', { limit: busBytesMax });
      const action = actionOf(service, operationId);
      const calling = {
        headers: headersOf(credentials),
        // Moleculer would keep each call whose answer was lost for ever, and a stop would wait for it.
        ...(rpc.broker.transit === undefined ? {} : { tracking: false }),
        ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      };
      return guarded(action, service, async () => {
        const handled = currentCall.getStore();
        const caller = handled?.open() === true ? handled.context : rpc.broker;
        // Inside a handled call Moleculer shortens the time limit to what is left and counts the depth.
        const answer: unknown = await caller.call(action, params, calling);
        const reply = decodeReply(answer);
        if ('tooLarge' in reply) throw new ReplyTooLarge(`${action} answers ${reply.tooLarge} bytes`);
        return reply;
      });
    },
  };
};

/** The refusal for an error of the transport, or undefined for an error of another kind. */
const transportRefusal = (error: unknown, service: string): Problem | undefined => {
  if (!(error instanceof Errors.MoleculerError)) return undefined;
  // Of these nobody knows whether the callee did its work: it may have, and its answer was lost.
  const unknown = ['REQUEST_TIMEOUT', 'REQUEST_SKIPPED', 'REQUEST_REJECTED'].includes(error.type);
  return problem(unknown ? 'GATEWAY_TIMEOUT' : 'SERVICE_UNAVAILABLE', { service }, { cause: error });
};
