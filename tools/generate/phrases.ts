// The Chinese of the phrases that refusals say in English, as typed data.
import { readYaml, requireNone } from './contract-error.ts';

const file = 'contracts/phrases.yaml';

const han = /\p{Script=Han}/u;

const namesIn = (text: string): string => (text.match(/\{\w+\}/g) ?? []).toSorted().join();

const faultOf = ([english, chinese]: [string, unknown]): string | undefined => {
  if (han.test(english)) return `«${english}» is Chinese: such words belong into contracts/terms.yaml`;
  if (typeof chinese !== 'string') return `«${english}» has no Chinese: write it behind the colon`;
  return namesIn(english) === namesIn(chinese)
    ? undefined
    : `«${english}» and its Chinese differ in what they name in {…}`;
};

/** The source of `contracts/generated/phrases.ts`. Throws with every phrase that has no fitting Chinese. */
export const phrasesSource = async (root: string): Promise<string> => {
  const phrases = (await readYaml(root, file)) as Record<string, unknown>;
  requireNone(
    Object.entries(phrases).flatMap((entry) => faultOf(entry) ?? []),
    file,
  );
  return `/** The Chinese of each phrase that a refusal says in English; {…} is carried over. */
export const chineseOfPhrase: Readonly<Record<string, string>> = ${JSON.stringify(phrases, null, 2)};
`;
};
