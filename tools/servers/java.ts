// Finds a Java that runs Keycloak.
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { serverEnvironment } from './environment.ts';

const oldestJava = 17;
const askLimitMs = 20_000;

/** The path of a Java of version 17 or later: that of `JAVA_HOME`, else the first on the path. Rejects with what is missing. */
export const javaProgram = async (): Promise<string> => {
  const { javaHome } = serverEnvironment();
  const program = javaHome === undefined ? 'java' : join(javaHome, 'bin', 'java');
  const printed = await runCommand({ program, arguments: ['-version'], limitMs: askLimitMs }).catch(() => '');
  const version = /version "(\d+)/.exec(printed)?.[1];
  if (version === undefined) throw new Error(`Java ${oldestJava} or later is needed and ${program} is none`);
  if (Number(version) < oldestJava)
    throw new Error(`Java ${oldestJava} or later is needed, ${program} is Java ${version}`);
  return program;
};
