// The real directory of places, from the country's provinces down to its 41,352 township-level units.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

export type PlaceLevel = 'province' | 'city' | 'county' | 'township';

export type PlaceKind = PlaceLevel | 'subdistrict' | 'town' | 'township-like';

export type Place = {
  /** The 12 digits of the statistical code (统计用区划代码). */
  readonly code: string;
  readonly name: string;
  readonly level: PlaceLevel;
  readonly kind: PlaceKind;
  /** A code without an organ (汇总码): 市辖区 of a municipality, 省直辖县级行政区划. */
  readonly grouping: boolean;
  readonly parent: string | null;
};

export type Directory = {
  /** All places in the order of their codes: a parent stands before its children. */
  readonly places: readonly Place[];
  find(code: string): Place | undefined;
  /** The index of the place in `places`. */
  positionOf(code: string): number;
  /** The place and all places below it, by the significant digits of its code ('33', '3303', '330381', '330381001' or 12 digits). */
  under(code: string): readonly Place[];
  /** The township-level units below a place. */
  townshipsUnder(code: string): readonly Place[];
};

/** The day of the published data set (统计用区划代码 2023, 截止时间). */
export const directoryAsOf = '2023-06-30';

const levels = [
  { level: 'province', digits: 2 },
  { level: 'city', digits: 2 },
  { level: 'county', digits: 2 },
  { level: 'township', digits: 3 },
] as const;
const codeLength = 12;
/** The township digits of 金门县, which the data set lists as the only township-level unit of itself. */
const noTownship = '000';
const groupings: ReadonlySet<string> = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

/** GB/T 10114: the first of the three digits is the kind: 0 街道, 1 镇, 2 and 3 乡, 4 and 5 类似乡级单位. */
const townshipKind = (digits: string): PlaceKind => {
  if (digits === noTownship) return 'county';
  const first = digits.charCodeAt(0) - 48;
  if (first === 0) return 'subdistrict';
  if (first === 1) return 'town';
  return first <= 3 ? 'township' : 'township-like';
};

const parse = (text: string): Place[] => {
  const places: Place[] = [];
  const path: string[] = [];
  const codes: string[] = [];
  for (const line of text.split('\n')) {
    const name = line.trimStart();
    if (name === '') continue;
    const depth = line.length - name.length;
    const at = levels[depth];
    if (at === undefined) throw new Error(`places.txt.br: a line is indented too far: ${line}`);
    const digits = name.slice(0, at.digits);
    path[depth] = digits;
    const code = path
      .slice(0, depth + 1)
      .join('')
      .padEnd(codeLength, '0');
    codes[depth] = code;
    // A city without counties (东莞, 中山, 儋州) repeats its own code one level down: its townships hang on the city itself.
    if (depth === 2 && codes[1] === code) continue;
    // A county that is its own only unit below stands once, at the level on which the data set counts it.
    const repeated = depth === 3 && codes[2] === code;
    if (repeated) places.pop();
    const title = name.slice(at.digits);
    const kind = depth === levels.length - 1 ? townshipKind(digits) : at.level;
    const grouping = depth === 1 && groupings.has(title);
    places.push({
      code,
      name: title,
      level: at.level,
      kind,
      grouping,
      parent: codes[repeated ? 1 : depth - 1] ?? null,
    });
  }
  return places;
};

/** The significant digits of a 12-digit code, without the zeros that fill it up. */
export const significantDigits = (code: string): string => {
  if (code.length !== codeLength) return code;
  const township = code.slice(0, 9);
  if (township.slice(6) !== '000') return township;
  if (code.slice(4, 6) !== '00') return code.slice(0, 6);
  return code.slice(2, 4) === '00' ? code.slice(0, 2) : code.slice(0, 4);
};

/** The index of the first place whose code is not below the given text: places are in the order of their codes. */
const lowerBound = (places: readonly Place[], text: string): number => {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const code = places[middle]?.code ?? '';
    if (code < text) low = middle + 1;
    else high = middle;
  }
  return low;
};

const open = (): Directory => {
  const file = join(import.meta.dirname, 'places.txt.br');
  const places = parse(brotliDecompressSync(readFileSync(file)).toString('utf8'));
  const positions = new Map(places.map(({ code }, position) => [code, position]));
  const under = (code: string): readonly Place[] => {
    const prefix = significantDigits(code);
    return places.slice(lowerBound(places, prefix.padEnd(codeLength, '0')), lowerBound(places, `${prefix}:`));
  };
  return {
    places,
    find: (code) => places[positions.get(code.padEnd(codeLength, '0')) ?? -1],
    positionOf: (code) => positions.get(code) ?? -1,
    under,
    townshipsUnder: (code) => under(code).filter(({ level }) => level === 'township'),
  };
};

let opened: Directory | undefined;

/** Reads the directory, once in a process. */
export const openDirectory = (): Directory => {
  opened ??= open();
  return opened;
};
