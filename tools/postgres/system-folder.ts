// The folder that stands in where the project's own is closed to the server's account: it belongs to root, and everybody may enter it.
import { chmod, mkdir } from 'node:fs/promises';

/** Where root puts what the account must reach. */
export const systemFolder = '/var/lib/jixiao';

const enteredByAll = 0o755;

/** Makes the folder where it is missing. */
export async function makeSystemFolder(): Promise<void> {
  const made = await mkdir(systemFolder, { recursive: true });
  // Root's own mask may close new folders to everybody else.
  if (made !== undefined) await chmod(systemFolder, enteredByAll);
}
