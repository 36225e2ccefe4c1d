// The names of an installation on NATS. All begin with its namespace, so that several installations may share one account.
import type { Durable } from '../port.ts';

/** What a namespace may be: a name of a stream holds no dots and no blanks, and tells no upper case from lower. */
export const namespacePattern: RegExp = /^[a-z][a-z0-9-]{0,30}$/;

/** The names, each of what the port calls it by. */
export interface Names {
  /** The stream of a source. */
  readonly stream: (source: string) => string;
  /** All subjects of a stream. */
  readonly frames: (source: string) => string;
  /** The subject of the stored frames of a shard. */
  readonly frame: (source: string, shard: number) => string;
  /** A durable consumer of a stream; it holds no dots, which NATS refuses. */
  readonly durable: (durable: Durable) => string;
  /** The subject of a signal or a question. */
  readonly lossy: (subject: string) => string;
}

/** The names of an installation. */
export const namesOf = (namespace: string): Names => {
  if (!namespacePattern.test(namespace)) throw new Error(`«${namespace}» can not be the namespace of an installation.`);
  return {
    stream: (source) => `${namespace}_EXCHANGE_${source}`.toUpperCase(),
    frames: (source) => `${namespace}.exchange.${source}.*`,
    frame: (source, shard) => `${namespace}.exchange.${source}.${shard}`,
    durable: ({ consumer, source, shard }) => `${consumer}_of_${source}_${shard}`,
    lossy: (subject) => `${namespace}.${subject}`,
  };
};
