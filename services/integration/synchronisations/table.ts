// The data sets and how each is synchronised. Read this first.
import type { DataSet } from '../domain/synchronisation.ts';
import type { Synchronise } from './context.ts';
import { synchroniseElements } from './elements.ts';
import { synchroniseObservations } from './observations.ts';
import { synchroniseOrganisations } from './organisations.ts';
import { synchronisePersons } from './persons.ts';
import { synchronisePlaces } from './places.ts';
import { synchronisePosts } from './posts.ts';

/** Data set → its work. */
export const synchronisations: Readonly<Record<DataSet, Synchronise>> = {
  P1: synchronisePlaces,
  P2: synchroniseOrganisations,
  P3: synchroniseElements,
  P4: synchroniseObservations,
  H1: synchronisePersons,
  H2: synchronisePosts,
};
