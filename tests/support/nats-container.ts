// A NATS server in a container, where a container runtime answers and has or can fetch the image.
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { freePort } from '#tools/servers/port.ts';
import { printProgress } from '#tools/servers/progress.ts';
import { containerRuntime } from './containers.ts';
import type { NatsServer } from './nats.ts';

const image = 'nats:2.15.2-alpine';
const natsPort = 4222;
const startLimitMs = 120_000;

/** A server in a container, or undefined where no runtime answers or the image can't be had; the latter is told. */
export const natsContainer = async (configuration: string): Promise<NatsServer | undefined> => {
  const runtime = await containerRuntime();
  if (runtime === undefined) return undefined;
  // The port outside must stay the same when the container is replaced, so it is chosen here and not by the runtime.
  const port = await freePort();
  let container: StartedTestContainer;
  try {
    container = await startContainer(port, configuration);
  } catch (error) {
    printProgress(`NATS: a container runtime answers, but ${image} did not start: ${String(error)}`);
    return undefined;
  }
  const inner = (): ReturnType<typeof runtime.container.getById> => runtime.container.getById(container.getId());
  return {
    url: `nats://${container.getHost()}:${port}`,
    wipe: async () => {
      await container.stop({ timeout: 0, remove: true });
      container = await startContainer(port, configuration);
    },
    kill: async () => {
      await inner().kill();
      await inner().wait();
    },
    start: () => runtime.container.start(inner()),
    stop: async () => {
      await container.stop({ remove: true });
    },
  };
};

const startContainer = (port: number, configuration: string): Promise<StartedTestContainer> =>
  new GenericContainer(image)
    .withExposedPorts({ container: natsPort, host: port })
    .withCopyContentToContainer([
      {
        target: '/jixiao.conf',
        content: `listen: "0.0.0.0:${natsPort}"\njetstream { store_dir: "/data" }\n${configuration}\n`,
      },
    ])
    .withCommand(['--config', '/jixiao.conf'])
    .withWaitStrategy(Wait.forLogMessage('Server is ready'))
    .withStartupTimeout(startLimitMs)
    .start();
