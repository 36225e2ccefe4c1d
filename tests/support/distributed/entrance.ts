// The entrance before the gateways, as an operator's load balancer is: it forwards each connection to one that can be reached.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A listening entrance. */
export interface Entrance {
  readonly url: string;
  /** Where connections go from now on, in turn. */
  leadTo(gateways: readonly string[]): void;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

const opened = (gateway: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway);
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });

const join = (one: Socket, other: Socket): void => {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    // What breaks on one side breaks on the other: the client of a killed gateway sees its connection end.
    from.once('error', () => to.destroy());
    from.once('close', () => to.destroy());
  }
};

/** Opens an entrance on a free port. A connection that finds no gateway is closed. */
export const openEntrance = async (): Promise<Entrance> => {
  let gateways: readonly string[] = [];
  let turn = 0;
  const open = new Set<Socket>();
  const forward = async (client: Socket): Promise<void> => {
    turn += 1;
    for (let tried = 0; tried < gateways.length; tried += 1) {
      const gateway = gateways[(turn + tried) % gateways.length];
      const socket = gateway === undefined ? undefined : await opened(gateway).catch(() => undefined);
      if (socket !== undefined) return join(client, socket);
    }
    client.destroy();
  };
  const server = createServer({ pauseOnConnect: true }, (client) => {
    open.add(client);
    client.once('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    void forward(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, loopback, resolve);
  });
  return {
    url: `http://${loopback}:${(server.address() as AddressInfo).port}`,
    leadTo: (next) => {
      gateways = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of open) client.destroy();
        server.close(() => resolve());
      }),
  };
};
