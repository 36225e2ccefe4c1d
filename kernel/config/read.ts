// Reading the configuration once: every fault at once, each in a sentence; unknown variables of ours are faults too.
import type { ValuesOf, Variables } from './variable.ts';

/** A configuration that can't be used. Its message is what the operator reads. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const lines = faults.map((fault) => `  - ${fault}`).join('\n');
    super(`The configuration can not be used:\n${lines}\nRun «npm run config» for what each variable means.`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const prefix = 'JIXIAO_';

/**
 * The values of the variables. Throws ConfigError with every fault: a required one that is missing, a value that can't be
 * read, and a name that begins with JIXIAO_ and is not known, which is most likely misspelt. `alsoKnown` are names of other
 * programs in the same environment.
 */
export const readConfig = <V extends Variables>(
  variables: V,
  environment: Readonly<Record<string, string | undefined>>,
  alsoKnown: readonly string[] = [],
): ValuesOf<V> => {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const given = environment[name];
    if (given === undefined) {
      if (variable.fallback === undefined) faults.push(`${name} is not set: ${variable.description}`);
      else values[name] = variable.fallback.value;
      continue;
    }
    const read = variable.read(given);
    if ('fault' in read) faults.push(`${name}${variable.secret ? '' : ` («${given.slice(0, 80)}»)`} ${read.fault}`);
    else values[name] = read.value;
  }
  const known = new Set([...Object.keys(variables), ...alsoKnown]);
  for (const name of Object.keys(environment)) {
    if (name.startsWith(prefix) && !known.has(name))
      faults.push(`${name} is not a variable of this program: is it misspelt?`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return values as ValuesOf<V>;
};
