// One instance of a service of the distributed system under test, from its start until it can take work.
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from './program.ts';

/** A running instance. */
export interface Member {
  readonly program: Program;
  /** Where its health and measurements are read. */
  readonly management: string;
  /** Its gateway, when it is one of integration's. */
  readonly gateway: string | undefined;
}

const readyLimitMs = 60_000;
const pollMs = 100;
const askLimitMs = 5_000;

const report = async (management: string): Promise<{ readonly ready: boolean; readonly text: string }> => {
  try {
    const response = await fetch(`${management}/health/ready`, { signal: AbortSignal.timeout(askLimitMs) });
    return { ready: response.ok, text: await response.text() };
  } catch (error) {
    return { ready: false, text: String(error) };
  }
};

/** Waits until the instance has told its ports and is ready: the broker, the bus and its database answer it. */
export const readyMember = async (program: Program, isEdge: boolean): Promise<Member> => {
  const management = await program.says('management');
  const gateway = isEdge ? await program.says('gateway') : undefined;
  const began = Date.now();
  for (;;) {
    const { ready, text } = await report(management);
    if (ready) return { program, management, gateway };
    if (Date.now() - began > readyLimitMs)
      throw new Error(`${program.name} was not ready within ${readyLimitMs} ms: ${text}`);
    await delay(pollMs);
  }
};
