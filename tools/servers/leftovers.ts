// What killed processes left in the folder for temporary files: found by the process number in its name, cleared by the next start.
import { lstat, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '#tools/bootstrap/process.mjs';

/** Which folders to look for, and what to do with one whose process is dead. */
export type Leftovers = {
  /** Matches the names; its first group is the number of the process that made the folder. */
  readonly name: RegExp;
  /** Accounts that such a folder may belong to, beside the one that runs this. */
  readonly accounts?: readonly number[];
  readonly clear: (folder: string) => Promise<void>;
  /** Told of a folder that could not be cleared. */
  readonly failed: (folder: string, error: unknown) => void;
};

/**
 * Clears what is left. What belongs to another account is left to that account, which alone may delete it, and to whose files we
 * would fall a victim if it named a process of ours in them. A folder that can't be cleared stops nobody's start.
 */
export const clearLeftovers = async (leftovers: Leftovers, directory: string = tmpdir()): Promise<void> => {
  const { name: pattern, accounts = [], clear, failed } = leftovers;
  const ours = new Set([process.getuid?.(), ...accounts]);
  const names = await readdir(directory).catch((): string[] => []);
  for (const name of names) {
    const owner = pattern.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(directory, name);
    try {
      const found = await lstat(folder);
      // Windows has no such numbers; there, each account has a folder for temporary files of its own.
      const isOurs = process.getuid === undefined || ours.has(found.uid);
      if (found.isDirectory() && isOurs) await clear(folder);
    } catch (error) {
      failed(folder, error);
    }
  }
};
