// Codes of places: GB/T 2260 to the county, GB/T 10114 to the township, the statistical code to the village.
import { valueError } from './value-error.ts';

declare const placeCodeBrand: unique symbol;

/** The code of a place in its 12-digit form, so that '330381', '330381000' and '330381000000' are one text. */
export type PlaceCode = string & { readonly [placeCodeBrand]: true };

/** The level of a place by the digits of its code that are set. */
export type PlaceLevel = 'province' | 'city' | 'county' | 'township' | 'village';

/** What kind of township a code names (GB/T 10114: 001-099, 100-199, 200-399, 400-599). */
export type TownshipKind = '街道' | '镇' | '乡' | '类似乡级单位';

/** What kind of village a code names (001-199 and 200-399 of the last three digits). */
export type VillageKind = '居委会' | '村委会' | '类似村级单位';

const codePattern = /^[1-9]\d(?:\d{4}|\d{7}|\d{10})$/;
const codeLength = 12;

// How many digits name a place of each level; the rest of its code is zeros.
const digitsOf = { province: 2, city: 4, county: 6, township: 9, village: 12 } as const;

/**
 * Reads a code of 6, 9 or 12 digits and brings it to 12.
 * PLACE_CODE_INVALID for another length, or for a set part below one that is not (a city with no province, a village with no township).
 */
export const placeCode = (text: string): PlaceCode => {
  if (!codePattern.test(text)) throw valueError('PLACE_CODE_INVALID', { value: text });
  const code = text.padEnd(codeLength, '0');
  const parts = [code.slice(2, 4), code.slice(4, 6), code.slice(6, 9), code.slice(9)].map((part) => Number(part) > 0);
  // A county straight under its province has city digits of its own (省直辖县级 is 90), so no gap is ever legal.
  if (parts.some((set, index) => set && parts.slice(0, index).includes(false)))
    throw valueError('PLACE_CODE_INVALID', { value: text });
  return code as PlaceCode;
};

/** Whether a text could be read by `placeCode`. */
export const isPlaceCode = (text: string): boolean => {
  try {
    placeCode(text);
    return true;
  } catch {
    return false;
  }
};

/** The level of a place. */
export const placeLevel = (code: PlaceCode): PlaceLevel => {
  if (code.slice(9) !== '000') return 'village';
  if (code.slice(6, 9) !== '000') return 'township';
  if (code.slice(4, 6) !== '00') return 'county';
  return code.slice(2, 4) === '00' ? 'province' : 'city';
};

/** The code as people write it: 6 digits to the county, 9 for a township, 12 for a village. */
export const shortPlaceCode = (code: PlaceCode): string => {
  const level = placeLevel(code);
  return code.slice(0, Math.max(digitsOf[level], digitsOf.county));
};

/** The code of the place one level up; undefined for a province. */
export const parentPlaceCode = (code: PlaceCode): PlaceCode | undefined => {
  switch (placeLevel(code)) {
    case 'village':
      return placeCode(code.slice(0, digitsOf.township));
    case 'township':
      return placeCode(code.slice(0, digitsOf.county));
    case 'county':
      return placeCode(`${code.slice(0, digitsOf.city)}00`);
    case 'city':
      return placeCode(`${code.slice(0, digitsOf.province)}0000`);
    case 'province':
      return undefined;
  }
};

/** The digits that all codes of a subtree share; the index on codes answers it as a prefix search. */
export const placePrefix = (code: PlaceCode): string => code.slice(0, digitsOf[placeLevel(code)]);

/** Whether a place is the other one or lies below it, by code alone; the directory, not the code, decides after a merger. */
export const isWithinPlace = (code: PlaceCode, ancestor: PlaceCode): boolean => code.startsWith(placePrefix(ancestor));

/** The kind of a township by its three digits; undefined for other levels and for digits the standard leaves open. */
export const townshipKind = (code: PlaceCode): TownshipKind | undefined => {
  if (placeLevel(code) !== 'township') return undefined;
  const digits = Number(code.slice(6, 9));
  if (digits < 100) return '街道';
  if (digits < 200) return '镇';
  if (digits < 400) return '乡';
  return digits < 600 ? '类似乡级单位' : undefined;
};

/** The kind of a village by its last three digits; undefined for other levels. */
export const villageKind = (code: PlaceCode): VillageKind | undefined => {
  if (placeLevel(code) !== 'village') return undefined;
  const digits = Number(code.slice(9));
  if (digits < 200) return '居委会';
  return digits < 400 ? '村委会' : '类似村级单位';
};
