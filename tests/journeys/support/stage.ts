// The stage of a journey: the distributed system for the length of a spec file, whose logs are printed when a test fails.
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  type Distributed,
  type DistributedSettings,
  type GroundServers,
  startDistributed,
} from '../../support/distributed.ts';

/** Starts the system before the file's tests and ends it after them. The function gives it once it runs. */
export const onStage = (ground: GroundServers, settings: DistributedSettings = {}): (() => Distributed) => {
  let system: Distributed | undefined;
  let hasFailed = false;
  beforeAll(async () => {
    system = await startDistributed(ground, settings);
  });
  afterEach(({ task }) => {
    if (task.result?.state !== 'fail') return;
    hasFailed = true;
    process.stderr.write(`${system?.complaints() ?? 'the system never started'}\n`);
  });
  afterAll(() => system?.stop({ keepLogs: hasFailed }));
  return () => {
    if (system === undefined) throw new Error('The system has not started.');
    return system;
  };
};
