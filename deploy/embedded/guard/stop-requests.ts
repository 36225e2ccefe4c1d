// The wishes to stop: a first Ctrl-C (or SIGTERM, SIGHUP) ends in order, a second at once; errors that nobody caught end it too.

// One Ctrl-C arrives several times: from the terminal, from npm, and from the bootstrap. A person is slower than this.
const echoMs = 1_000;
const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The wishes as promises: `crash` rejects with an error that nobody caught. `close` takes the listeners away. */
export type StopRequest = {
  readonly first: Promise<void>;
  readonly second: Promise<void>;
  readonly crash: Promise<never>;
  close(): void;
};

/** Begins to listen for signals and for errors that nobody caught. */
export function stopRequests(): StopRequest {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const crash = Promise.withResolvers<never>();
  crash.promise.catch(() => undefined);
  let firstAt: number | undefined;
  const onSignal = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      first.resolve();
    } else if (now - firstAt > echoMs) {
      second.resolve();
    }
  };
  const onCrash = (error: unknown): void => crash.reject(error);
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onCrash);
  process.on('unhandledRejection', onCrash);
  return {
    first: first.promise,
    second: second.promise,
    crash: crash.promise,
    close: () => {
      for (const signal of signals) process.off(signal, onSignal);
      process.off('uncaughtException', onCrash);
      process.off('unhandledRejection', onCrash);
    },
  };
}
