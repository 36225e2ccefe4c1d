// Data sets P1, P2 and P3 as lists in their order, made record by record.
import type { components } from '#contracts/generated/partner-province.ts';
import { type Directory, directoryAsOf, type Place } from '../directory-data/directory.ts';
import { departmentCode, organisationsOf } from '../directory-data/organisations.ts';
import { elements } from './elements.ts';

export type PlaceRecord = components['schemas']['Place'];
export type OrganisationRecord = components['schemas']['Organisation'];
export type DataElementRecord = components['schemas']['DataElement'];

const toPlaceRecord = (place: Place): PlaceRecord => ({
  place: place.code,
  code: place.code,
  name: place.name,
  level: place.level,
  kind: place.kind,
  grouping: place.grouping,
  parent: place.parent,
  validFrom: directoryAsOf,
  validTo: null,
  successors: [],
  document: null,
  updatedOn: directoryAsOf,
});

/** The places above one, the highest first. */
const ancestorsOf = (directory: Directory, code: string): readonly Place[] => {
  const parent = directory.find(directory.find(code)?.parent ?? '');
  return parent === undefined ? [] : [...ancestorsOf(directory, parent.code), parent];
};

type Selection = {
  readonly under: string | undefined;
  readonly changedSince?: string | undefined;
  /** The key of the caller's last record. */
  readonly after?: string | undefined;
};

/** True when the directory, which is the state of one day, is from the day or later. */
const changed = (since: string | undefined): boolean => since === undefined || since <= directoryAsOf;

const placesUnder = (directory: Directory, under: string | undefined): readonly Place[] =>
  under === undefined ? directory.places : directory.under(under);

/** P1 in the order of the codes, which puts a parent before its children. */
export const places = function* (
  directory: Directory,
  { under, changedSince, after = '', withAncestors }: Selection & { readonly withAncestors: boolean },
): Generator<PlaceRecord> {
  if (!changed(changedSince)) return;
  const above =
    withAncestors && under !== undefined ? ancestorsOf(directory, placesUnder(directory, under)[0]?.code ?? '') : [];
  for (const place of [...above, ...placesUnder(directory, under)]) if (place.code > after) yield toPlaceRecord(place);
};

/** The key of an organisation in its list: the code of its place and its number there. */
export type OrganisationAt = { readonly record: OrganisationRecord; readonly key: string };

const indexDigits = 2;

/** P2 in the order of the places' codes. */
export const organisations = function* (
  directory: Directory,
  { under, changedSince, after = '' }: Selection,
): Generator<OrganisationAt> {
  if (!changed(changedSince)) return;
  for (const place of placesUnder(directory, under)) {
    if (place.code < after.slice(0, place.code.length)) continue;
    for (const [index, organisation] of organisationsOf(directory, place).entries()) {
      const key = `${place.code}-${String(index).padStart(indexDigits, '0')}`;
      if (key <= after) continue;
      yield { key, record: { ...organisation, validFrom: directoryAsOf, validTo: null, updatedOn: directoryAsOf } };
    }
  }
};

const sortedElements = elements.toSorted((a, b) => (a.code < b.code ? -1 : 1));

/** P3 for a county, whose departments are the sources, in the order of the codes. */
export const dataElements = function* (
  county: Place,
  { changedSince, after = '' }: Omit<Selection, 'under'>,
): Generator<DataElementRecord> {
  if (!changed(changedSince)) return;
  for (const { department, ...element } of sortedElements)
    if (element.code > after)
      yield { ...element, sourceDepartment: departmentCode(county.code, department), updatedOn: directoryAsOf };
};
