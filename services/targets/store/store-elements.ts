// Stores the newest versions of data elements.
import type { Transaction } from 'kysely';
import type { DataElementsPublishedV1 } from '#contracts/generated/events.ts';
import type { DB } from './tables.ts';

/** Stores the elements; a version that is not newer than the one held changes nothing. */
export const storeElements = async (
  tx: Transaction<DB>,
  county: string,
  elements: DataElementsPublishedV1['elements'],
): Promise<void> => {
  if (elements.length === 0) return;
  await tx
    .insertInto('element')
    .values(
      elements.map(({ code, version, precision, accumulation, frequency, minimum, maximum }) => ({
        county,
        code,
        version,
        places: precision,
        accumulation,
        frequency,
        minimum,
        maximum,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['county', 'code'])
        .doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          places: eb.ref('excluded.places'),
          accumulation: eb.ref('excluded.accumulation'),
          frequency: eb.ref('excluded.frequency'),
          minimum: eb.ref('excluded.minimum'),
          maximum: eb.ref('excluded.maximum'),
        }))
        .whereRef('element.version', '<', 'excluded.version'),
    )
    .execute();
};
