// A reporter of Vitest that says in the closing lines what could not be tested and why.
import type { Reporter } from 'vitest/node';
import { gatheredSkips } from './gathered-skips.ts';

/** Prints each server that could not be had, with its reason and how many spec files it silenced. */
export const skipReport: Reporter = {
  onTestRunEnd: async () => {
    const directory = await globalThis.jixiaoTestServers?.directory;
    const skips = directory === undefined ? [] : gatheredSkips(directory);
    if (skips.length === 0) return;
    process.stdout.write(
      `\nNot tested, because a server could not be had:\n${skips.map((skip) => `  ${skip}\n`).join('')}`,
    );
  },
};
