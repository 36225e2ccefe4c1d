// The phrases that refusals say in English, in Chinese. Those that they say in Chinese are put into English by terms.ts.
import { chineseOfPhrase } from '#contracts/generated/phrases.ts';

const exact = new Map(Object.entries(chineseOfPhrase));

interface Phrase {
  readonly pattern: RegExp;
  readonly chinese: string;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const phraseOf = ([english, chinese]: readonly [string, string]): Phrase => {
  const [first = '', ...rest] = english.split(/\{(\w+)\}/);
  const pattern = rest.map((part, index) => (index % 2 === 0 ? `(?<${part}>.*)` : literal(part))).join('');
  return { pattern: new RegExp(`^${literal(first)}${pattern}$`, 's'), chinese };
};

const fixedLength = ([english]: readonly [string, string]): number => english.replaceAll(/\{\w+\}/g, '').length;

// What says more of itself comes first, so that «a value from 1 to 2» is not taken for a shorter phrase with a longer name in it.
const phrases: readonly Phrase[] = [...exact]
  .filter(([english]) => english.includes('{'))
  .toSorted((a, b) => fixedLength(b) - fixedLength(a))
  .map(phraseOf);

/** The Chinese of a phrase of contracts/phrases.yaml; any other text stays as it is. */
export const inChinese = (text: string): string => {
  const whole = exact.get(text);
  if (whole !== undefined) return whole;
  for (const { pattern, chinese } of phrases) {
    const named = pattern.exec(text)?.groups;
    if (named === undefined) continue;
    return chinese.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = named[name] ?? '';
      return exact.get(value) ?? value;
    });
  }
  return text;
};
