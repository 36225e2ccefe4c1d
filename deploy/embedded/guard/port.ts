// The port of the embedded system: tried before anything is started, on loopback alone.
import { createServer } from 'node:net';

/** The address that the embedded system listens on; it has development sign-ins and must not be reached from outside. */
export const loopback = '127.0.0.1';

/** The port to listen on, free a moment ago: the wanted one, or any for 0. Rejects as `listen` does, which explain.ts knows. */
export async function reservePort(wanted: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, loopback, resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
