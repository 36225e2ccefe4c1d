// What the intake bench is about: a month of a province, as many elements for as many townships as make a million rows.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openDirectory } from '../../simulators/directory-data/directory.ts';
import { county, period, placeId } from './tenant.ts';

const townshipCount = 1_250;
const elementCount = 800;
/** A million. */
export const rowCount: number = townshipCount * elementCount;

const linesAtATime = 1_000;
const directory = openDirectory();
const townships = directory.townshipsUnder(county).slice(0, townshipCount);
const elementCode = (index: number): string => `EL-${String(index).padStart(4, '0')}`;

/** The province's places as the service's replica holds them. */
export const places = (): { id: string; code: string; name: string; kind: string; parent: string | null }[] =>
  directory.under(county).map(({ code, name, kind, parent }) => ({
    id: placeId(code),
    code,
    name,
    kind,
    parent: parent === null ? null : placeId(parent),
  }));

/** The catalogue in parts that one request may carry. */
export const catalogues = (atATime: number): object[][] => {
  const all = Array.from({ length: elementCount }, (_, index) => ({
    code: elementCode(index),
    version: 1,
    name: elementCode(index),
    definition: elementCode(index),
    dimension: '经济发展',
    unit: '万元',
    precision: 2,
    direction: 'higher',
    accumulation: 'cumulative',
    frequency: 'month',
    minimum: '0',
    maximum: '999999.99',
    sourceOrganisationId: placeId('department'),
  }));
  return Array.from({ length: Math.ceil(all.length / atATime) }, (_, part) =>
    all.slice(part * atATime, (part + 1) * atATime),
  );
};

// Values that look like values, and are the same in each run.
const valueOf = (element: number, township: number): string =>
  (((element * 7_919 + township * 104_729) % 9_999_999) / 100).toFixed(2);

function* lines(): Generator<string> {
  let text = '';
  let count = 0;
  for (let element = 0; element < elementCount; element += 1) {
    for (const [index, { code }] of townships.entries()) {
      const value = valueOf(element, index);
      const row = { element: elementCode(element), unit: code, period, revision: 1, value, status: 'confirmed' };
      text += `${JSON.stringify({ ...row, asOf: '2025-04-08', reason: null })}\n`;
      count += 1;
      if (count % linesAtATime !== 0) continue;
      yield text;
      text = '';
    }
  }
  yield text;
}

/** Writes the rows as NDJSON, element by element, as departments deliver them. */
export const writeRows = (file: string): Promise<void> => pipeline(Readable.from(lines()), createWriteStream(file));
