// Keeps Moleculer from doing for strangers what it does for friends: a middleware around packets and local actions.
import type { Context, Middleware } from 'moleculer';
import { Errors } from 'moleculer';
import type { Logger } from 'pino';

/** The parts of a packet that the guard looks at. */
interface GuardedPacket {
  readonly payload?: {
    readonly sender?: string;
    readonly instanceID?: string;
    readonly stream?: unknown;
    readonly seq?: unknown;
    headers?: Record<string, unknown> | null;
    meta?: Record<string, unknown> | null;
  };
}

type HandlePacket = (command: string, packet: GuardedPacket) => Promise<boolean>;
type HandleAction = (context: Context) => Promise<unknown>;

const statusPrefix = '$status';

/** What of `meta` may travel back to a caller: only what names a status. Anything else would replace the caller's own. */
export const statusOf = (meta: Readonly<Record<string, unknown>> | null | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(meta ?? {}).filter(([name]) => name.startsWith(statusPrefix)));

/** Where the guard stands. */
export interface GuardSettings {
  readonly nodeId: string;
  readonly instanceId: () => string;
  readonly logger: Logger;
}

/**
 * The middleware. From other nodes it refuses protected and internal actions, events and Moleculer's streams (whose chunks
 * are pooled without limit), and a packet that claims our own node id, on which Moleculer would end the process. A handler
 * works on a copy of `meta`, and of what it writes only `$status…` goes back.
 */
export const guard = (settings: GuardSettings): Middleware => {
  // The headers object is the only thing that goes unchanged from a packet into the context that is made of it.
  const remote = new WeakSet<object>();
  return Object.assign<Middleware, object>(
    { name: 'Guard' },
    {
      transitMessageHandler: (next: HandlePacket): HandlePacket => guardPackets(next, settings, remote),
      localAction: (next: HandleAction, action: { name?: string; visibility?: string }): HandleAction =>
        guardAction(next, action, remote),
    },
  );
};

const guardPackets =
  (next: HandlePacket, { nodeId, instanceId, logger }: GuardSettings, remote: WeakSet<object>): HandlePacket =>
  (command, packet) => {
    const payload = packet.payload;
    if (payload === undefined || payload === null) return next(command, packet);
    const drop = (reason: string): Promise<boolean> => {
      logger.warn({ command, sender: payload.sender }, reason);
      return Promise.resolve(false);
    };
    if (command === 'EVENT') return drop('an event of Moleculer was dropped: facts travel on the durable exchange');
    if (command === 'INFO' && payload.sender === nodeId && payload.instanceID !== instanceId()) {
      return drop('another node uses the id of this one: give each process its own');
    }
    const chunk = payload.seq !== undefined || (payload.stream !== undefined && payload.stream !== false);
    if ((command === 'REQ' || command === 'RES') && chunk) return drop('a stream was dropped: large bodies go by HTTP');
    if (command === 'REQ') remote.add((payload.headers ??= {}));
    if (command === 'RES') payload.meta = statusOf(payload.meta);
    return next(command, packet);
  };

const guardAction = (
  next: HandleAction,
  action: { readonly name?: string; readonly visibility?: string },
  remote: WeakSet<object>,
): HandleAction => {
  const closed =
    action.visibility === 'protected' || action.visibility === 'private' || action.name?.startsWith('$') === true;
  return async (context) => {
    if (closed && remote.has(context.headers)) {
      throw new Errors.ServiceNotFoundError({ action: action.name, nodeID: context.broker.nodeID });
    }
    // Most calls bring nothing: what is empty is made anew, not cloned.
    context.meta = Object.keys(context.meta).length === 0 ? {} : structuredClone(context.meta);
    try {
      return await next(context);
    } finally {
      context.meta = statusOf(context.meta);
    }
  };
};
