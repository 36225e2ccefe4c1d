// An observation as the province delivers it, and the units that it is about.
import type { components } from '#contracts/generated/partner-province.ts';
import type { Directory, Place } from '../../directory-data/directory.ts';

export type Observation = components['schemas']['Observation'];

/** A record with the day on which it was first delivered, which a spoiled record may deny. */
export type Delivered = { readonly record: Observation; readonly deliveredOn: string };

/** The units that are assessed below a place: its township-level units. 金门县 stands among them in the data set only. */
export const unitsUnder = (directory: Directory, code: string): readonly Place[] =>
  directory.townshipsUnder(code).filter(({ kind }) => kind !== 'county');
