// The five services of an embedded start, each with what it needs of the others.
import type { Logger } from 'pino';
import type { Host } from '#kernel/service/host.ts';
import { integration } from '#services/integration/service.ts';
import type { EmbeddedKeys } from './keys.ts';
import type { Partners } from './partners.ts';

/** Work that goes on beside requests and events. */
export interface Workers {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts the services in place. */
export const addServices = (
  host: Host,
  _parts: { readonly partners: Partners; readonly keys: EmbeddedKeys; readonly logger: Logger },
): Workers => {
  host.add(integration());
  return { start: () => Promise.resolve(), stop: () => Promise.resolve() };
};
