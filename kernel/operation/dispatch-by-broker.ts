// Dispatch over the Moleculer broker: what it can't deliver becomes a refusal that a caller understands.
import { Errors, type ServiceBroker } from 'moleculer';
import { problem } from '#kernel/problem/problem.ts';
import { actionOf } from './actions.ts';
import type { Dispatch } from './dispatch.ts';
import type { Reply } from './request.ts';

/** How long a command or query may take before the caller is told so. Commands wait for locks up to 10 s. */
export const callTimeoutMs = 20_000;

const isReply = (value: unknown): value is Reply =>
  typeof value === 'object' && value !== null && ('status' in value || 'refusal' in value);

const refusalOfBroker = (error: unknown, service: string): Error => {
  if (error instanceof Errors.RequestTimeoutError) return problem('GATEWAY_TIMEOUT', { service }, { cause: error });
  return problem('SERVICE_UNAVAILABLE', { service }, { cause: error });
};

/**
 * A dispatch over a broker. Throws GATEWAY_TIMEOUT when no reply came in time, SERVICE_UNAVAILABLE when no instance
 * answers, its queue is full or its circuit is open. Nothing is repeated here: a write that timed out may have had its effect.
 */
export const dispatchByBroker =
  (broker: ServiceBroker): Dispatch =>
  async (operation, request, credentials) => {
    let reply: unknown;
    try {
      reply = await broker.call(actionOf(operation), request, {
        headers: { ...credentials },
        timeout: callTimeoutMs,
      });
    } catch (error) {
      throw refusalOfBroker(error, operation.service);
    }
    if (!isReply(reply)) throw problem('INTERNAL');
    return reply;
  };
