// The words that refusals put into their texts, in English. In Chinese they are what the code says.
import { englishOfTerm } from '#contracts/generated/terms.ts';

const english = new Map(Object.entries(englishOfTerm));
// The longest first, so that a term is not taken for its beginning.
const terms = [...english.keys()].toSorted((a, b) => b.length - a.length);

/** The form of a term that fits the number before it: `decimal place|decimal places` behind 1 and behind any other. */
const formOf = (term: string, count: string | undefined): string => {
  const [one = '', other = one] = (english.get(term) ?? term).split('|');
  return count === '1' ? one : other;
};

/** A run of Chinese characters behind a number in English; undefined where it is not made of terms alone, as names are not. */
const runInEnglish = (run: string, count: string | undefined): string | undefined => {
  const words: string[] = [];
  for (let rest = run; rest !== ''; ) {
    const term = terms.find((each) => rest.startsWith(each));
    if (term === undefined) return undefined;
    words.push(formOf(term, words.length === 0 ? count : undefined));
    rest = rest.slice(term.length);
  }
  return words.join(' ');
};

/** The English of a parameter: its terms are put into English, what is no term stays as it is. */
export const inEnglish = (text: string): string =>
  english.has(text)
    ? formOf(text, undefined)
    : text
        .replaceAll(
          /(?<=(?<count>[0-9.]+)? ?)\p{Script=Han}+/gu,
          (run, count?: string) => runInEnglish(run, count) ?? run,
        )
        .replaceAll('、', ', ')
        .trim();
