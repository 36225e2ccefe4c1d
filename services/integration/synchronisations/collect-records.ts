// Collecting a list of a partner that has to be looked at as a whole.
import type { Logger } from 'pino';
import { PartnerFailure } from '../partners/failure.ts';
import { type Reading, type ReadRecords, readRecords } from '../partners/reading.ts';
import { countRefusals } from './context.ts';

/** Records of a list that is held whole: all places or organisations of a province are fewer. */
const collectedRecordsMax = 200_000;

/** Reads all pages. A list that is longer than one of a province can be is not taken. */
export const collectRecords = async <T>(
  pages: AsyncIterable<readonly unknown[]>,
  read: (reading: Reading) => T,
  logger: Logger,
): Promise<ReadRecords<T>> => {
  const records: T[] = [];
  let refused = 0;
  for await (const page of pages) {
    const part = readRecords(page, read, countRefusals(logger));
    records.push(...part.records);
    refused += part.refused;
    if (records.length + refused > collectedRecordsMax)
      throw new PartnerFailure('unusable', { code: 'LIST_TOO_LONG', params: { limit: collectedRecordsMax } });
  }
  return { records, refused };
};
