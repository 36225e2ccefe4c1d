// What a tool takes beside its name. A word that it does not know ends it before it has done anything.
import { exitCodes } from '#kernel/process/exit-codes.ts';

/**
 * Reads the words of the command line, of which only the `known` ones may be there. `--help` says the usage and ends with 0; any
 * other word says it and ends with the code of a wrong usage.
 */
export const readFlags = (usage: string, known: readonly string[] = []): ReadonlySet<string> => {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(exitCodes.ok);
  }
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined) {
    process.stderr.write(`不认识的参数 ${unknown}。Unknown argument.\n${usage}\n`);
    process.exit(exitCodes.usage);
  }
  return new Set(words);
};
