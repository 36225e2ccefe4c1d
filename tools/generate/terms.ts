// The English of the words that refusals put into their texts, as typed data.
import { readYaml, requireNone } from './contract-error.ts';

const file = 'contracts/terms.yaml';

const chinese = /\p{Script=Han}/u;
const english = /^[\x20-\x7e]+$/;

/** The source of `contracts/generated/terms.ts`. Throws with every term that is not Chinese or has no English. */
export const termsSource = async (root: string): Promise<string> => {
  const terms = (await readYaml(root, file)) as Record<string, unknown>;
  const faulty = Object.entries(terms).filter(
    ([term, text]) => !chinese.test(term) || typeof text !== 'string' || !english.test(text),
  );
  requireNone(
    faulty.map(([term]) => `«${term}» is not a Chinese term with its English: write «中文: English».`),
    file,
  );
  return `/** The English of each word that a refusal puts into its texts. */
export const englishOfTerm: Readonly<Record<string, string>> = ${JSON.stringify(terms, null, 2)};
`;
};
