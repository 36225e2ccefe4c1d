// The English of the words that refusals put into their texts, as typed data.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

const chinese = /\p{Script=Han}/u;
const english = /^[\x20-\x7e]+$/;

/** The source of `contracts/generated/terms.ts`. Throws with every term that is not Chinese or has no English. */
export const termsSource = async (root: string): Promise<string> => {
  const terms = parse(await readFile(join(root, 'contracts/terms.yaml'), 'utf8')) as Record<string, unknown>;
  const faults = Object.entries(terms).filter(
    ([term, text]) => !chinese.test(term) || typeof text !== 'string' || !english.test(text),
  );
  if (faults.length > 0)
    throw new Error(
      `contracts/terms.yaml: not a Chinese term with its English: ${faults.map(([term]) => term).join(', ')}`,
    );
  return `/** The English of each word that a refusal puts into its texts. */
export const englishOfTerm: Readonly<Record<string, string>> = ${JSON.stringify(terms, null, 2)};
`;
};
