// The files that carry the addresses of the database's roles to the processes: one for each service, and one for who migrates.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { addressOf, roleOf, type ServiceName, serviceNames } from '#kernel/database/provision.ts';

const ownerOnly = 0o600;
const ownerFolderOnly = 0o700;
const passwordBytes = 24;
const ownersFile = 'owners.env';

/** The variable of `owners.env` that holds a service's owner. */
const ownerVariable = (service: ServiceName): string => `OWNER_OF_${service.toUpperCase()}`;

const textIn = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};

/** The passwords that a folder's files hold already, by role: a second run must not lock running processes out. */
const passwordsIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const passwords = new Map<string, string>();
  for (const name of [...serviceNames.map((service) => `${service}.env`), ownersFile]) {
    for (const value of Object.values(parseEnv(await textIn(join(folder, name))))) {
      if (value === undefined || !URL.canParse(value)) continue;
      const { username, password } = new URL(value);
      if (password !== '') passwords.set(decodeURIComponent(username), decodeURIComponent(password));
    }
  }
  return passwords;
};

// A reader never meets half a file.
const write = async (path: string, lines: readonly string[]): Promise<void> => {
  await writeFile(`${path}.new`, `${lines.join('\n')}\n`, { mode: ownerOnly });
  await rename(`${path}.new`, path);
};

/**
 * Writes `<service>.env` for each service and `owners.env`, readable by their owner alone, and gives the password of each role:
 * the one that the folder holds, or a new one. `databaseUrl` is any address of the database; user and password are replaced.
 */
export const writeRoleFiles = async (folder: string, databaseUrl: string): Promise<(role: string) => string> => {
  await mkdir(folder, { recursive: true, mode: ownerFolderOnly });
  const known = await passwordsIn(folder);
  const passwords = new Map<string, string>();
  const passwordOf = (role: string): string => {
    const password = passwords.get(role) ?? known.get(role) ?? randomBytes(passwordBytes).toString('base64url');
    passwords.set(role, password);
    return password;
  };
  const url = (service: ServiceName, kind: Parameters<typeof roleOf>[1]): string => {
    const role = roleOf(service, kind);
    return addressOf(databaseUrl, { user: role, password: passwordOf(role) });
  };
  for (const service of serviceNames) {
    await write(join(folder, `${service}.env`), [
      `JIXIAO_DATABASE_URL=${url(service, 'service')}`,
      `JIXIAO_EXCHANGE_DATABASE_URL=${url(service, 'exchange')}`,
    ]);
  }
  await write(
    join(folder, ownersFile),
    serviceNames.map((service) => `${ownerVariable(service)}=${url(service, 'owner')}`),
  );
  return passwordOf;
};
