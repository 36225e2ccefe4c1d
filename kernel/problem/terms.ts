// The words that refusals put into their texts, in English. In Chinese they are what the code says.
import { englishOfTerm } from '#contracts/generated/terms.ts';

const english = new Map(Object.entries(englishOfTerm));
// The longest first, so that a term is not taken for its beginning.
const terms = [...english.keys()].toSorted((a, b) => b.length - a.length);

/** A run of Chinese characters in English; undefined where it is not made of terms alone, as names are not. */
const runInEnglish = (run: string): string | undefined => {
  const words: string[] = [];
  for (let rest = run; rest !== ''; ) {
    const term = terms.find((each) => rest.startsWith(each));
    if (term === undefined) return undefined;
    words.push(english.get(term) ?? term);
    rest = rest.slice(term.length);
  }
  return words.join(' ');
};

/** The English of a parameter: its terms are put into English, what is no term stays as it is. */
export const inEnglish = (text: string): string =>
  english.get(text) ??
  text
    .replaceAll(/\p{Script=Han}+/gu, (run) => runInEnglish(run) ?? run)
    .replaceAll('、', ', ')
    .trim();
