// P3: the data elements of the catalogue, put to the service that owns them.
import type { operations } from '#contracts/generated/indicators.ts';
import type { Input } from '#kernel/contract/types.ts';
import { traceparentOf } from '#kernel/tracing/trace.ts';
import { readElement } from '../partners/province-records.ts';
import { readRecords } from '../partners/reading.ts';
import { allOrganisations } from '../store/organisations.ts';
import { countRefusals, type Synchronise } from './context.ts';
import { underOwnKey } from './under-own-key.ts';

type Element = Input<operations['putElements']>['body']['elements'][number];

/** Elements that one call may put; the contract says so. */
const elementsPutMax = 200;

const inParts = <T>(list: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / most) }, (_, part) => list.slice(part * most, (part + 1) * most));

/** Puts page after page, each part under a key of the synchronisation. Its owner knows elements by their versions: nothing is doubled. */
export const synchroniseElements: Synchronise = async (context) => {
  const { deps, synchronisation, signal, logger } = context;
  const { county, id, trace } = synchronisation;
  const traceparent = traceparentOf(trace);
  const known = await context.transact((tx) => allOrganisations(tx, county));
  const idOf = new Map(known.map((organisation) => [organisation.creditCode, organisation.id]));
  let [received, refused, part] = [0, 0, 0];
  for await (const page of deps.province.pages('/data-elements', { county }, signal)) {
    const read = readRecords(page, readElement, countRefusals(logger));
    const elements = read.records.flatMap(({ sourceDepartment, ...element }): Element[] => {
      const sourceOrganisationId = idOf.get(sourceDepartment);
      return sourceOrganisationId === undefined ? [] : [{ ...element, sourceOrganisationId }];
    });
    received += page.length;
    refused += page.length - elements.length;
    for (const some of inParts(elements, elementsPutMax)) {
      part += 1;
      const { body } = await underOwnKey(`synchronisation-${id}-part-${part}`, (idempotencyKey) =>
        deps.indicators.call(
          'putElements',
          { query: { county }, body: { elements: some } },
          { idempotencyKey, traceparent },
        ),
      );
      // The partner changed an element without giving it a new version: what is known of it stays.
      refused += body.differing.length;
      if (body.differing.length > 0)
        logger.warn({ codes: body.differing }, 'elements were refused: their versions are known with another content');
    }
  }
  return { received, refused };
};
