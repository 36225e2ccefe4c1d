// P1: the places of a county with those above them, into the bitemporal directory.
import { faultsOf } from '#kernel/scope/place-history.ts';
import { recordPlaces } from '#kernel/scope/replica.ts';
import { takePlaces } from '../domain/place.ts';
import { readPlace } from '../partners/province-records.ts';
import { knownVersions } from '../store/place-histories.ts';
import { savePlaceNotes } from '../store/save-place-notes.ts';
import { collectRecords } from './collect-records.ts';
import type { Synchronise } from './context.ts';
import { publishDirectory } from './publish-directory.ts';

/** Takes the whole list, brings it into what is known in one transaction, and publishes the directory where it changed. */
export const synchronisePlaces: Synchronise = async (context) => {
  const { deps, synchronisation, signal, logger } = context;
  const { county, id } = synchronisation;
  const pages = deps.province.pages('/places', { under: county, withAncestors: 'true' }, signal);
  const received = await collectRecords(pages, readPlace, logger);
  const refused = await context.transact(async (tx) => {
    const intake = takePlaces(await knownVersions(tx), received.records, (history) => faultsOf([history])[0]?.fault);
    for (const { place, reason } of intake.refused) logger.warn({ place, reason }, 'a place was refused');
    await recordPlaces(tx, intake.histories, deps.now());
    await savePlaceNotes(tx, intake.taken);
    await publishDirectory(tx, county, id);
    return intake.refused.length;
  });
  return { received: received.records.length + received.refused, refused: received.refused + refused };
};
