// Dispatching requests to the services: over the bus, and by HTTP what the bus can't carry (exchange rule E15).
import { Readable } from 'node:stream';
import type { Dispatch, DispatchStream } from '#kernel/operation/dispatch.ts';
import { dispatchStreamTo } from '#kernel/operation/internal-client.ts';
import type { Rpc } from '#kernel/rpc/broker.ts';
import { ReplyTooLarge, type RpcClient } from '#kernel/rpc/client.ts';

/** Both ways to a service. */
export interface Dispatcher {
  readonly dispatch: Dispatch;
  readonly dispatchStream: DispatchStream;
}

/** Gives the live addresses of a service in turn. */
const inTurn = (rpc: Pick<Rpc, 'internalUrls'>): ((service: string) => string | undefined) => {
  let turn = 0;
  return (service) => {
    const urls = rpc.internalUrls(service);
    turn += 1;
    return urls[turn % Math.max(urls.length, 1)];
  };
};

/** Builds the dispatcher of a process. A reply that is too large for the bus is asked for again by HTTP, under the same key. */
export const createDispatcher = (rpc: Pick<Rpc, 'internalUrls'>, client: RpcClient): Dispatcher => {
  const dispatchStream = dispatchStreamTo(inTurn(rpc));
  return {
    dispatchStream,
    dispatch: async (operation, request, credentials) => {
      try {
        return await client.call(operation.service, operation.operationId, request, credentials);
      } catch (error) {
        if (!(error instanceof ReplyTooLarge)) throw error;
        const { body, ...head } = request;
        const bytes = body === undefined ? [] : [Buffer.from(JSON.stringify(body), 'utf8')];
        return dispatchStream(operation, head, credentials, Readable.from(bytes));
      }
    },
  };
};
