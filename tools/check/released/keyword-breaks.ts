// What the keywords of one form promise, besides its fields and items, and no longer keep.
import type { Direction } from './break.ts';
import { isOfType, limits, type Shape, tighter } from './shape.ts';

/**
 * What comes, and what whoever takes it can take. Sent values come by the released contract and are taken by the current
 * one; with read values it is the other way round. So one question serves both: is all that comes taken?
 */
interface Pair {
  readonly coming: Shape;
  readonly taking: Shape;
}

const pairOf = (old: Shape, now: Shape, direction: Direction): Pair =>
  direction === 'sent' ? { coming: old, taking: now } : { coming: now, taking: old };

const shown = (value: string): string => value.replace(/^"(.*)"$/, '$1');
const said = (types: readonly string[] | undefined): string => types?.join(' or ') ?? 'of any kind';

const typeBreaks = (old: Shape, now: Shape, { coming, taking }: Pair): string[] => {
  if (taking.types === undefined) return [];
  const all = coming.types?.every((type) => taking.types?.some((wider) => isOfType(type, wider))) ?? false;
  return all ? [] : [`the type became ${said(now.types)}, was ${said(old.types)}`];
};

const valueBreaks = ({ coming, taking }: Pair, direction: Direction): string[] => {
  if (taking.values === undefined) return [];
  const known = taking.values;
  if (coming.values === undefined)
    return direction === 'sent'
      ? [`only the values ${known.map(shown).join(', ')} are taken now`]
      : [`a reader of the released contract knows only the values ${known.map(shown).join(', ')}`];
  const foreign = coming.values.filter((value) => !known.includes(value)).map(shown);
  if (foreign.length === 0 || (direction === 'read' && taking.open)) return [];
  return direction === 'sent'
    ? [`the value ${foreign.join(', ')} is no longer taken`]
    : [`a reader of the released contract does not know the value ${foreign.join(', ')}`];
};

const isWithin = (keyword: string, coming: number | undefined, taking: number): boolean => {
  if (coming === undefined) return false;
  if (limits.get(keyword) !== 'step') return tighter(keyword, coming, taking) === coming;
  const steps = coming / taking;
  // 0.1 / 0.01 is no whole number in floating point.
  return Math.abs(steps - Math.round(steps)) < 1e-9;
};

/** A longer text, list or map is growth for whoever reads it; a number beyond its bounds, or nothing where something was, is not. */
const limitBreaks = (now: Shape, { coming, taking }: Pair, direction: Direction): string[] =>
  Object.entries(taking.limits)
    .filter(([keyword, limit]) => !isWithin(keyword, coming.limits[keyword], limit))
    .filter(([keyword]) => direction === 'sent' || limits.get(keyword) !== 'size')
    .map(([keyword]) => `${keyword} became ${now.limits[keyword] ?? 'unlimited'}`);

const conditionBreaks = ({ coming, taking }: Pair, direction: Direction): string[] =>
  taking.conditions
    .filter((condition) => !coming.conditions.includes(condition))
    .map((condition) => (direction === 'sent' ? `${condition} is demanded now` : `${condition} is no longer promised`));

const requiredBreaks = ({ coming, taking }: Pair, direction: Direction): string[] =>
  taking.required
    .filter((name) => !coming.required.includes(name))
    .map((name) => (direction === 'sent' ? `«${name}» became required` : `«${name}» is no longer always there`));

/** What is left out means something else now. */
const fallbackBreaks = (old: Shape, now: Shape, direction: Direction): string[] =>
  direction === 'sent' && old.fallback !== undefined && old.fallback !== now.fallback
    ? [`the default became ${now.fallback ?? 'nothing'}, was ${old.fallback}`]
    : [];

/** The broken promises of a form's keywords. */
export const keywordBreaks = (old: Shape, now: Shape, direction: Direction): string[] => {
  const pair = pairOf(old, now, direction);
  return [
    ...typeBreaks(old, now, pair),
    ...valueBreaks(pair, direction),
    ...requiredBreaks(pair, direction),
    ...limitBreaks(now, pair, direction),
    ...conditionBreaks(pair, direction),
    ...fallbackBreaks(old, now, direction),
  ];
};
