// P2: the organisations of a county.
import { takeOrganisations } from '../domain/organisation.ts';
import { readOrganisation } from '../partners/province-records.ts';
import { allOrganisations, saveOrganisations } from '../store/organisations.ts';
import { placeIdsByCode } from '../store/place-histories.ts';
import { collectRecords } from './collect-records.ts';
import { type Synchronise, todayOf } from './context.ts';
import { publishDirectory } from './publish-directory.ts';

/** Takes the whole list, since a corrected credit code shows only by the one that did not come; writes what is new or changed. */
export const synchroniseOrganisations: Synchronise = async (context) => {
  const { deps, synchronisation, signal, logger } = context;
  const { county } = synchronisation;
  const pages = deps.province.pages('/organisations', { under: county }, signal);
  const received = await collectRecords(pages, readOrganisation, logger);
  const unplaced = await context.transact(async (tx) => {
    const places = await placeIdsByCode(tx, county, await todayOf(tx, county));
    const drafts = received.records.flatMap(({ place, ...organisation }) => {
      const placeId = places.get(place);
      return placeId === undefined ? [] : [{ ...organisation, placeId }];
    });
    const changed = takeOrganisations(await allOrganisations(tx, county), drafts);
    if (changed.length > 0) await saveOrganisations(tx, county, changed);
    await publishDirectory(tx, synchronisation);
    return received.records.length - drafts.length;
  });
  if (unplaced > 0) logger.warn({ unplaced }, 'organisations were refused: their places are not known');
  return { received: received.records.length + received.refused, refused: received.refused + unplaced };
};
