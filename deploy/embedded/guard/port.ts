// The port of the embedded system: tried before anything is started, on loopback alone.
import { createServer } from 'node:net';
import { StartFailure } from './sentences.ts';

/** The address that the embedded system listens on; it has development sign-ins and must not be reached from outside. */
export const loopback = '127.0.0.1';

/** The port to listen on, free a moment ago: the wanted one, or any for 0. PORT_TAKEN, PORT_FORBIDDEN. */
export async function reservePort(wanted: number): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, loopback, resolve);
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new StartFailure('PORT_TAKEN', { port: wanted }, error);
    if (code === 'EACCES') throw new StartFailure('PORT_FORBIDDEN', { port: wanted }, error);
    throw error;
  }
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
