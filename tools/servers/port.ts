// Finds a free port for servers that must know their port before they start.
import { createServer } from 'node:net';

/** A port of the loopback address that was free a moment ago; another program may still take it, which the start then tells. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('the loopback address gave no port'));
      });
    });
  });
