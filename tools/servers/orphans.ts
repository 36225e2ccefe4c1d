// Ends servers whose test run was killed before it could stop them, known by the run's folder in their command line.
import { readdir, readFile } from 'node:fs/promises';

/** Ends each process whose command line names the folder. Does nothing where there is no /proc. */
export const endOrphans = async (folder: string): Promise<void> => {
  const names = await readdir('/proc').catch(() => []);
  for (const name of names.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const commandLine = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    const words = commandLine.split('\0');
    if (!words.some((word) => word === folder || word.includes(`${folder}/`))) continue;
    if (!isServer(words[0] ?? '')) continue;
    try {
      process.kill(Number(name), 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
};

/** Only programs that we start are ended, never an editor that has a file of the folder open. */
const isServer = (program: string): boolean => /(?:^|\/)(?:java|nats-server)$/.test(program);
