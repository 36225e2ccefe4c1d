// A NATS server in a container, where a container runtime answers and has or can fetch the image.
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { natsGreets } from '#tools/servers/nats-probe.ts';
import { freePort } from '#tools/servers/port.ts';
import { containerRuntime } from './containers.ts';
import type { NatsServer, NatsSettings } from './nats.ts';

/** What the container is made from. */
export const natsImage = 'nats:2.15.2-alpine';
const natsPort = 4222;
const folder = '/jixiao';
const startLimitMs = 120_000;

/** A server in a container. */
export const natsContainer = async (settings: NatsSettings): Promise<NatsServer> => {
  const runtime = await containerRuntime();
  if (runtime === undefined) throw new Error('no container runtime answers any more');
  // The port outside must stay the same when the container is replaced, so it is chosen here and not by the runtime.
  const port = await freePort();
  let container = await startContainer(port, settings);
  const inner = (): ReturnType<typeof runtime.container.getById> => runtime.container.getById(container.getId());
  return {
    url: `nats://${container.getHost()}:${port}`,
    wipe: async () => {
      await container.stop({ timeout: 0, remove: true });
      container = await startContainer(port, settings);
    },
    kill: async () => {
      await inner().kill();
      await inner().wait();
    },
    start: async () => {
      await runtime.container.start(inner());
      await natsGreets(container.getHost(), port, startLimitMs);
    },
    stop: async () => {
      await container.stop({ remove: true });
    },
  };
};

const startContainer = (port: number, { configuration, files }: NatsSettings): Promise<StartedTestContainer> =>
  new GenericContainer(natsImage)
    .withExposedPorts({ container: natsPort, host: port })
    .withCopyContentToContainer([
      {
        target: `${folder}/nats.conf`,
        content: `listen: "0.0.0.0:${natsPort}"\njetstream { store_dir: "/data" }\n${configuration}\n`,
      },
      ...Object.entries(files).map(([name, content]) => ({ target: `${folder}/${name}`, content })),
    ])
    .withWorkingDir(folder)
    .withCommand(['--config', 'nats.conf'])
    .withWaitStrategy(Wait.forLogMessage('Server is ready'))
    .withStartupTimeout(startLimitMs)
    .start();
