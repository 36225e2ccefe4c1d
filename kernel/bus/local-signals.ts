// Signals and questions inside one process.
import type { Answer, Bus, Listener } from './port.ts';

/** The part of the bus that promises nothing: here it loses only what nobody listens to. */
export const localSignals = (): Pick<Bus, 'signal' | 'onSignal' | 'ask' | 'onAsk'> => {
  const listeners = new Map<string, Set<(data: Uint8Array) => void>>();
  const answers = new Map<string, Set<Answer>>();
  const listen = <T>(map: Map<string, Set<T>>, subject: string, one: T): Listener => {
    const all = map.get(subject) ?? new Set<T>();
    map.set(subject, all.add(one));
    return { stop: () => void all.delete(one) };
  };
  return {
    signal: (subject, data) => {
      for (const heard of listeners.get(subject) ?? []) queueMicrotask(() => heard(data));
    },
    onSignal: (subject, heard) => listen(listeners, subject, heard),
    ask: async (subject, data, timeoutMs) => {
      const [answer] = answers.get(subject) ?? [];
      if (answer === undefined) return undefined;
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), timeoutMs);
      });
      return await Promise.race([answer(data).catch(() => undefined), tooLate]).finally(() => clearTimeout(timer));
    },
    onAsk: (subject, answer) => listen(answers, subject, answer),
  };
};
