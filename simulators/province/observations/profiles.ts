// How the values of each data element behave: their level by kind of place, their season, their scatter. Plausible, not measured.

/** Levels for a 街道, a 镇, a 乡 and a 类似乡级单位, in this order. */
type Levels = readonly [subdistrict: number, town: number, township: number, townshipLike: number];

export type Profile =
  /** An amount that grows through the year: the level is a year's total; the season gives each month's thousandths. */
  | { readonly shape: 'amount'; readonly level: Levels; readonly season: readonly number[]; readonly scatter: number }
  /** Events in a month; the level is their mean. */
  | { readonly shape: 'events'; readonly level: Levels; readonly season: readonly number[] }
  /** Events since the beginning of the year; the level is a year's mean. */
  | { readonly shape: 'events-so-far'; readonly level: Levels; readonly season: readonly number[] }
  /** A rate or a mark out of 100: the level that an able place reaches, how far a weak one falls short, the monthly scatter. */
  | { readonly shape: 'rate'; readonly best: number; readonly spread: number; readonly scatter: number }
  /** A share of the year's work that is done. */
  | { readonly shape: 'progress'; readonly season: readonly number[]; readonly scatter: number }
  /** A concentration: the level is a year's mean; the season gives each month's percentage of it. */
  | {
      readonly shape: 'concentration';
      readonly level: number;
      readonly season: readonly number[];
      readonly scatter: number;
    };

// Thousandths of a year's total: taxes come at the quarters' beginnings, building pauses at the Spring Festival.
const taxes = [110, 62, 78, 98, 84, 76, 98, 72, 74, 92, 76, 80];
const building = [48, 42, 92, 88, 92, 102, 84, 82, 96, 94, 90, 90];
const evenly = [83, 83, 83, 84, 83, 83, 84, 83, 84, 83, 83, 84];
const projects = [30, 40, 80, 90, 100, 110, 100, 100, 110, 100, 80, 60];
// Percentages of the mean month: complaints rise after the Spring Festival and in summer; haze is a winter matter.
const complaints = [80, 90, 115, 105, 100, 105, 115, 110, 100, 95, 95, 90];
const haze = [150, 130, 115, 95, 85, 70, 60, 62, 75, 95, 120, 143];
const accidents = [90, 80, 95, 100, 105, 110, 120, 115, 100, 95, 95, 95];

/** By the code of the element. */
export const profiles: Readonly<Record<string, Profile>> = {
  'EC-FISCAL-REVENUE': { shape: 'amount', level: [31_000, 17_500, 1_900, 22_000], season: taxes, scatter: 0.1 },
  'EC-FIXED-INVESTMENT': {
    shape: 'amount',
    level: [152_000, 108_000, 8_600, 131_000],
    season: building,
    scatter: 0.14,
  },
  'EC-NEW-ENTERPRISES': { shape: 'events-so-far', level: [11, 8, 1, 12], season: evenly },
  'SM-PETITIONS': { shape: 'events', level: [14, 11, 3, 7], season: complaints },
  'SM-SAFETY-ACCIDENTS': { shape: 'events', level: [0.16, 0.14, 0.03, 0.12], season: accidents },
  'PS-HOTLINE-ON-TIME': { shape: 'rate', best: 99.4, spread: 5.5, scatter: 1.1 },
  'PS-LIVELIHOOD-PROJECTS': { shape: 'progress', season: projects, scatter: 0.12 },
  'EN-WATER-QUALITY': { shape: 'rate', best: 99, spread: 13, scatter: 3.5 },
  'EN-WASTE-SORTING': { shape: 'rate', best: 96.5, spread: 11, scatter: 1.8 },
  'EN-PM25': { shape: 'concentration', level: 26, season: haze, scatter: 0.12 },
  'SA-HOTLINE-SATISFACTION': { shape: 'rate', best: 97.5, spread: 8, scatter: 1.6 },
  'SA-RESIDENT-SURVEY': { shape: 'rate', best: 93.5, spread: 8.5, scatter: 1.2 },
  'PB-ORGANIZATION-LIFE': { shape: 'rate', best: 99, spread: 6, scatter: 1.2 },
  'PB-INSPECTION-SCORE': { shape: 'rate', best: 97, spread: 9, scatter: 1.5 },
};
