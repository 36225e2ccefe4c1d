// What is wrong with a contract, for the person who wrote it: a sentence that says what to do, and no stack trace.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A contract, or several, can't be generated from. The message is for the person who wrote it. */
export class ContractError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractError';
  }
}

/** Throws every fault at once, below the name of what has them; nothing where there is none. */
export const requireNone = (faults: readonly string[], place: string): void => {
  if (faults.length > 0) throw new ContractError(faults.map((fault) => `${place}: ${fault}`).join('\n'));
};

/** A YAML file of the project, parsed. Throws ContractError with the place where it is no YAML. */
export const readYaml = async (root: string, path: string): Promise<unknown> => {
  const text = await readFile(join(root, path), 'utf8');
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new ContractError(`${path} is no YAML: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};
