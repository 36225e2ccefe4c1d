// The account that a local PostgreSQL runs under: PostgreSQL refuses root, so root hands over to the user `postgres`.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PostgresFailure } from './failure.ts';

const run: typeof execFile.__promisify__ = promisify(execFile);

const accountName = 'postgres';
const commandTimeoutMs = 10_000;

/** The numeric ids to spawn with; undefined means the caller's own account. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/** The account for the server: undefined for an ordinary user, for root the user `postgres`, made when it is missing. */
export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await idsOf(accountName);
  if (existing !== undefined) return existing;
  await createAccount();
  const created = await idsOf(accountName);
  if (created === undefined) {
    throw new PostgresFailure('NO_ACCOUNT', `The user ${accountName} does not exist and could not be created.`);
  }
  return created;
}

/**
 * Whether the account can run this program and reach all folders above it: the honest test is to run it. NO_ANSWER where it does
 * not end within `limitMs`: on a busy machine that says nothing about the program.
 */
export async function canRun(program: string, account: Account, limitMs: number = commandTimeoutMs): Promise<boolean> {
  return succeeds(program, ['--version'], account, limitMs);
}

/** Whether the account can enter a folder, through all folders above it. */
export async function canEnter(folder: string, account: Account): Promise<boolean> {
  return succeeds('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], account, commandTimeoutMs);
}

async function succeeds(
  program: string,
  parameters: readonly string[],
  account: Account,
  limitMs: number,
): Promise<boolean> {
  try {
    await run(program, [...parameters], { ...account, cwd: '/', timeout: limitMs });
    return true;
  } catch (error) {
    if (!wasEnded(error)) return false;
    const advice = 'The machine is busy: start again when it has calmed down.';
    throw new PostgresFailure('NO_ANSWER', `${program} gave no answer within ${limitMs / 1_000} s. ${advice}`, {
      cause: error,
    });
  }
}

/** Whether a child process was ended because its time was up. */
function wasEnded(error: unknown): boolean {
  return error instanceof Error && 'killed' in error && error.killed === true;
}

async function idsOf(name: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout.trim()), gid: Number(gid.stdout.trim()) };
  } catch {
    return undefined;
  }
}

async function createAccount(): Promise<void> {
  // The first is of most distributions, the second of those built on BusyBox.
  const attempts: readonly (readonly [string, readonly string[]])[] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', accountName]],
    ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', accountName]],
  ];
  let cause: unknown;
  for (const [program, parameters] of attempts) {
    try {
      await run(program, [...parameters], { timeout: commandTimeoutMs });
      return;
    } catch (error) {
      cause = error;
    }
  }
  const advice = `Create it (useradd --system ${accountName}) or run the command as an ordinary user.`;
  throw new PostgresFailure(
    'NO_ACCOUNT',
    `PostgreSQL does not run as root, and there is no user ${accountName}. ${advice}`,
    { cause },
  );
}
