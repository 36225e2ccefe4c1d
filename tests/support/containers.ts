// Whether a container runtime answers on this machine, asked once per process.
import { type ContainerRuntimeClient, getContainerRuntimeClient } from 'testcontainers';
import { serverEnvironment } from '#tools/servers/environment.ts';

let asked: Promise<ContainerRuntimeClient | undefined> | undefined;

/** The runtime that answers (Docker, Podman), or undefined where there is none. */
export const containerRuntime = (): Promise<ContainerRuntimeClient | undefined> => {
  if (!serverEnvironment().containers) return Promise.resolve(undefined);
  asked ??= getContainerRuntimeClient().then(
    (client) => client,
    () => undefined,
  );
  return asked;
};
