// The port of the embedded system: taken before anything is started, on loopback alone, and held until the gateway listens on it.
import { createServer, type Server } from 'node:net';

/** The address that the embedded system listens on; it has development sign-ins and must not be reached from outside. */
export const loopback = '127.0.0.1';

/** A port that nobody else can take. */
export interface HeldPort {
  readonly port: number;
  /** What listens on it for now, and cuts every connection: another server takes it over by `server.listen(holder)`. */
  readonly holder: Server;
  readonly release: () => Promise<void>;
}

/** Takes the wanted port, or a free one for 0. Rejects as `listen` does, which explain.ts knows. */
export async function holdPort(wanted: number): Promise<HeldPort> {
  const holder = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    holder.once('error', reject);
    holder.listen(wanted, loopback, resolve);
  });
  const address = holder.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  const release = (): Promise<void> =>
    new Promise((resolve) => {
      holder.close(() => resolve());
    });
  return { port: address.port, holder, release };
}
