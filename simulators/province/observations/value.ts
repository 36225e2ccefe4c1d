// The value of one observation as a pure function of seed, place, element and month. A place keeps its size and character in all years.
import type { Place } from '../../directory-data/directory.ts';
import { bell, even, hashText, mix } from '../../values/noise.ts';
import type { DataElement } from '../elements.ts';
import { type Profile, profiles } from './profiles.ts';

/** The reached share of a month's usual growth or level, in percent; 100 when nothing is planted. */
export type PercentOf = (month: number) => number;

/** An element with the values that are the same for all places. */
export type PreparedElement = {
  readonly element: DataElement;
  readonly profile: Profile;
  readonly hash: number;
  readonly scale: number;
};

/** A place with the hash of its traits, and its size relative to places of its kind. */
export type PreparedPlace = {
  readonly code: string;
  readonly kindIndex: 0 | 1 | 2 | 3;
  readonly hash: number;
  readonly size: number;
};

const baseYear = 2024;
const kindIndexes: Readonly<Record<string, 0 | 1 | 2 | 3>> = {
  subdistrict: 0,
  town: 1,
  township: 2,
  'township-like': 3,
};

export const prepareElement = (element: DataElement): PreparedElement => {
  const profile = profiles[element.code];
  if (profile === undefined) throw new Error(`The element ${element.code} has no profile`);
  return { element, profile, hash: hashText(element.code), scale: 10 ** element.precision };
};

export const preparePlace = (seed: number, place: Place): PreparedPlace => {
  const hash = mix(seed, hashText(place.code));
  // From 0.35 to 1.65, mostly near 1.
  return { code: place.code, kindIndex: kindIndexes[place.kind] ?? 1, hash, size: 1 + bell(mix(hash, 7)) * 0.65 };
};

/** A fixed trait of a place for one element, from 0 (weak) to 1 (able). */
const abilityOf = (hash: number): number => even(mix(hash, 11));

/** A year's factor against the base year: a place grows by −1 % to 9 % a year, faster when it is able. */
const growthOf = (hash: number, year: number): number => {
  const rate = 1 + (abilityOf(hash) * 0.08 + even(mix(hash, 13)) * 0.02 - 0.01);
  let factor = 1;
  for (let at = baseYear; at < year; at++) factor *= rate;
  for (let at = baseYear; at > year; at--) factor /= rate;
  return factor;
};

/** A whole number of events around a fractional mean. */
const eventsOf = (mean: number, hash: number): number => {
  const scattered = Math.max(0, mean * (1 + bell(mix(hash, 17)) * 0.6));
  return Math.floor(scattered + even(mix(hash, 19)));
};

const monthHash = (hash: number, year: number, month: number): number => mix(hash, year * 16 + month);

type Question = { readonly hash: number; readonly year: number; readonly month: number; readonly percentOf: PercentOf };

/** A month's growth, summed from January on in whole units of the last digit, so that the sum never falls. */
const sumOfMonths = ({ month }: Question, ofMonth: (at: number) => number): number => {
  let sum = 0;
  for (let at = 1; at <= month; at++) sum += Math.max(0, Math.round(ofMonth(at)));
  return sum;
};

const amount = (
  profile: Profile & { shape: 'amount' },
  place: PreparedPlace,
  question: Question,
  scale: number,
): number => {
  const { hash, year, percentOf } = question;
  const total = profile.level[place.kindIndex] * place.size * growthOf(hash, year) * scale;
  return sumOfMonths(question, (at) => {
    const chance = 1 + bell(monthHash(hash, year, at)) * profile.scatter;
    return ((total * (profile.season[at - 1] ?? 0)) / 1000) * chance * (percentOf(at) / 100);
  });
};

const rate = (profile: Profile & { shape: 'rate' }, question: Question, scale: number): number => {
  const { hash, year, month, percentOf } = question;
  const lag = (1 - abilityOf(hash)) * profile.spread;
  // A weak place catches up a little each year; no place reaches more than 100.
  const level = profile.best - lag + (year - baseYear) * 0.12 * (1 - abilityOf(hash));
  const value = (level + bell(monthHash(hash, year, month)) * profile.scatter) * (percentOf(month) / 100);
  return Math.round(Math.min(100, Math.max(0, value)) * scale);
};

const progress = (profile: Profile & { shape: 'progress' }, question: Question, scale: number): number => {
  const { hash, year, percentOf } = question;
  const pace = 0.94 + abilityOf(hash) * 0.1;
  const done = sumOfMonths(question, (at) => {
    const chance = 1 + bell(monthHash(hash, year, at)) * profile.scatter;
    return ((profile.season[at - 1] ?? 0) / 10) * pace * chance * scale * (percentOf(at) / 100);
  });
  return Math.min(100 * scale, done);
};

const minorUnits = (prepared: PreparedElement, place: PreparedPlace, question: Question): number => {
  const { profile, scale } = prepared;
  const { hash, year, month, percentOf } = question;
  switch (profile.shape) {
    case 'amount':
      return amount(profile, place, question, scale);
    case 'rate':
      return rate(profile, question, scale);
    case 'progress':
      return progress(profile, question, scale);
    case 'events': {
      const mean =
        profile.level[place.kindIndex] * place.size * (1.35 - 0.7 * abilityOf(hash)) * (percentOf(month) / 100);
      return eventsOf((mean * (profile.season[month - 1] ?? 0)) / 100, monthHash(hash, year, month)) * scale;
    }
    case 'events-so-far': {
      const mean = profile.level[place.kindIndex] * place.size * growthOf(hash, year);
      return sumOfMonths(question, (at) =>
        eventsOf(((mean * (profile.season[at - 1] ?? 0)) / 1000) * (percentOf(at) / 100), monthHash(hash, year, at)),
      );
    }
    case 'concentration': {
      const level = profile.level * (1.15 - 0.3 * abilityOf(hash)) * ((profile.season[month - 1] ?? 0) / 100);
      const chance = 1 + bell(monthHash(hash, year, month)) * profile.scatter;
      return Math.round(level * chance * (percentOf(month) / 100) * scale);
    }
    default:
      return profile satisfies never;
  }
};

/** Whole units of the last digit as a decimal without a zero at its end. */
export const decimalText = (units: number, precision: number): string => {
  const digits = String(units).padStart(precision + 1, '0');
  const whole = digits.slice(0, digits.length - precision);
  const rest = digits.slice(digits.length - precision).replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
};

const usual: PercentOf = () => 100;

/** The value for a month as a decimal text, within the element's bounds. */
export const valueOf = (
  prepared: PreparedElement,
  place: PreparedPlace,
  { year, month }: { readonly year: number; readonly month: number },
  percentOf: PercentOf = usual,
): string => {
  const hash = mix(place.hash, prepared.hash);
  return decimalText(minorUnits(prepared, place, { hash, year, month, percentOf }), prepared.element.precision);
};
