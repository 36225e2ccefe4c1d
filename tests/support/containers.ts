// Whether a container runtime answers on this machine, and whether it has or can fetch an image. Asked once per process.
import { type ContainerRuntimeClient, getContainerRuntimeClient, ImageName } from 'testcontainers';
import { serverEnvironment } from '#tools/servers/environment.ts';
import { type Progress, withProgress } from '#tools/servers/progress.ts';

const pullLimitMs = 300_000;

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

/** Whether containers of the image can be started; fetches it once, within a time limit, and tells why when it can't. */
export const imageAvailable = async (image: string, progress: Progress): Promise<boolean> => {
  const runtime = await containerRuntime();
  if (runtime === undefined) return false;
  const name = ImageName.fromString(image);
  if (await runtime.image.exists(name)) return true;
  try {
    await withProgress(progress, `fetching the image ${image}`, pullLimitMs, () => limited(runtime.image.pull(name)));
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    progress(`a container runtime answers, but has no image ${image}: ${reason}`);
    return false;
  }
};

const limited = async (pull: Promise<void>): Promise<void> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not within ${pullLimitMs / 1000} s`)), pullLimitMs);
  try {
    await Promise.race([pull, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
