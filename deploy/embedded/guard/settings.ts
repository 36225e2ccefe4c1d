// What a person says to the embedded start: the flags, PORT, JIXIAO_DATA, NODE_ENV.
import { join, resolve } from 'node:path';
import { StartFailure } from './sentences.ts';

const defaultPort = 8080;
const largestPort = 65_535;
const flags = ['--fresh', '--no-demo'];
// Other programs of the project may share the environment: the token tool, and the tests.
const othersVariables = /^JIXIAO_(DATA|ISSUER|PASSWORD|TEST_.*)$/;

/** The settings of one start. `port` 0 takes a free one. */
export type Settings = {
  readonly port: number;
  readonly dataFolder: string;
  readonly isFresh: boolean;
  readonly hasDemo: boolean;
};

/** Where the words come from: the command line after the program's name, the environment, the project's folder. */
export type Words = {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly projectFolder: string;
};

/** Reads the settings. PRODUCTION, UNKNOWN_FLAG, UNKNOWN_VARIABLE, BAD_PORT. */
export function readSettings(words: Words): Settings {
  const { environment } = words;
  if (environment['NODE_ENV'] === 'production') throw new StartFailure('PRODUCTION');
  const unknown = words.flags.find((flag) => !flags.includes(flag));
  if (unknown !== undefined) throw new StartFailure('UNKNOWN_FLAG', { flag: unknown });
  const misspelt = Object.keys(environment).find((name) => name.startsWith('JIXIAO_') && !othersVariables.test(name));
  if (misspelt !== undefined) throw new StartFailure('UNKNOWN_VARIABLE', { name: misspelt });
  return {
    port: portOf(environment['PORT']),
    dataFolder: dataFolderOf(environment, words.projectFolder),
    isFresh: words.flags.includes('--fresh'),
    hasDemo: !words.flags.includes('--no-demo'),
  };
}

function portOf(value: string | undefined): number {
  if (value === undefined || value.trim() === '') return defaultPort;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value.trim()) || port > largestPort) throw new StartFailure('BAD_PORT', { value });
  return port;
}

function dataFolderOf(environment: Words['environment'], projectFolder: string): string {
  const named = environment['JIXIAO_DATA'];
  if (named === undefined || named.trim() === '') return join(projectFolder, '.data');
  // npm runs scripts in the project's folder and says in INIT_CWD where the person stood: a relative path means from there.
  return resolve(environment['INIT_CWD'] ?? projectFolder, named);
}
