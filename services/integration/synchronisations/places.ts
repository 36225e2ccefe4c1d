// P1: the places of a county with those above them, into the bitemporal directory.
import { DatabaseError } from '#kernel/database/pg.ts';
import { lockDirectory } from '#kernel/scope/lock-directory.ts';
import { faultsOf } from '#kernel/scope/place-history.ts';
import { recordPlaces } from '#kernel/scope/replica.ts';
import { takePlaces } from '../domain/place.ts';
import { PartnerFailure } from '../partners/failure.ts';
import { readPlace } from '../partners/province-records.ts';
import { knownVersions } from '../store/place-histories.ts';
import { savePlaceNotes } from '../store/save-place-notes.ts';
import { collectRecords } from './collect-records.ts';
import type { Synchronise } from './context.ts';
import { publishDirectory } from './publish-directory.ts';

/** The closure refuses a circle as a broken integrity constraint (SQLSTATE 23000). */
const isCircle = (error: unknown): boolean => error instanceof DatabaseError && error.code === '23000';

/** Takes the whole list, brings it into what is known in one transaction, and publishes the directory where it changed. */
export const synchronisePlaces: Synchronise = async (context) => {
  const { deps, synchronisation, signal, logger } = context;
  const { county } = synchronisation;
  const pages = deps.province.pages('/places', { under: county, withAncestors: 'true' }, signal);
  const received = await collectRecords(pages, readPlace, logger);
  const refused = await context.transact(async (tx) => {
    // Another county's list may bring the same places above it: what is known is read when that one is done.
    await lockDirectory(tx);
    const intake = takePlaces(await knownVersions(tx), received.records, (history) => faultsOf([history])[0]?.fault);
    for (const { place, reason } of intake.refused) logger.warn({ place, reason }, 'a place was refused');
    await recordPlaces(tx, intake.histories, deps.now()).catch((error: unknown) => {
      throw isCircle(error)
        ? new PartnerFailure('unusable', { code: 'PLACES_IN_A_CIRCLE', params: {} }, { cause: error })
        : error;
    });
    await savePlaceNotes(tx, intake.taken);
    await publishDirectory(tx, synchronisation);
    return intake.refused.length;
  });
  return { received: received.records.length + received.refused, refused: received.refused + refused };
};
