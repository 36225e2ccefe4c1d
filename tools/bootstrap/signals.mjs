// The signals by which a person or a supervisor ends a program, for those who must pass them on to the program that they run.

const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Hears the signals instead of ending by them; returns what takes the listeners away. */
export function onSignals(hear) {
  const listeners = ending.map((signal) => [signal, () => hear(signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
