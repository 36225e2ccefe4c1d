// The records of the province's data sets P1 to P3, and its receipt of P8.
import type { components as Indicators } from '#contracts/generated/indicators.ts';
import type { OrganisationDraft } from '../domain/organisation.ts';
import type { PlaceDraft } from '../domain/place.ts';
import type { Reading } from './reading.ts';

const placeForm = /^[1-9][0-9]{11}$/;
const creditForm = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const decimalForm = /^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,10})?$/;
const elementForm = /^[A-Z][A-Z0-9-]{1,63}$/;
const digestForm = /^[0-9a-f]{64}$/;
const successorsMax = 20;
const versionMax = 1_000_000;
const precisionMax = 10;
const asOfLeadDaysMax = 3_660;

const placeKinds = ['province', 'city', 'county', 'subdistrict', 'town', 'township', 'township-like'] as const;

/** P1: one version of a place. */
export const readPlace = (from: Reading): PlaceDraft => ({
  place: from.text('place', placeForm),
  code: from.text('code', placeForm),
  name: from.text('name'),
  kind: from.oneOf('kind', placeKinds),
  parent: from.textOrNull('parent', placeForm),
  validFrom: from.date('validFrom'),
  validTo: from.dateOrNull('validTo'),
  successors: from.texts('successors', placeForm, successorsMax),
  documentReference: from.textOrNull('document'),
});

/** P2: an organisation, its place named by code. */
export const readOrganisation = (from: Reading): Omit<OrganisationDraft, 'placeId'> & { readonly place: string } => ({
  creditCode: from.text('creditCode', creditForm),
  name: from.text('name'),
  kind: from.oneOf('kind', ['party-committee', 'government', 'department'] as const),
  department: from.textOrNull('department'),
  place: from.text('place', placeForm),
  validFrom: from.date('validFrom'),
  validTo: from.dateOrNull('validTo'),
});

/** P3: a data element, its source department named by credit code. */
export const readElement = (
  from: Reading,
): Omit<Indicators['schemas']['Element'], 'sourceOrganisationId'> & { readonly sourceDepartment: string } => {
  const asOfLeadDays = from.integerOrNull('asOfLeadDays', 0, asOfLeadDaysMax);
  return {
    code: from.text('code', elementForm),
    version: from.integer('version', 1, versionMax),
    name: from.text('name'),
    definition: from.text('definition'),
    dimension: from.text('dimension'),
    unit: from.text('unit'),
    precision: from.integer('precision', 0, precisionMax),
    direction: from.oneOf('direction', ['higher', 'lower'] as const),
    accumulation: from.oneOf('accumulation', ['current', 'cumulative'] as const),
    frequency: from.oneOf('frequency', ['month', 'quarter', 'year'] as const),
    minimum: from.text('minimum', decimalForm),
    maximum: from.text('maximum', decimalForm),
    sourceDepartment: from.text('sourceDepartment', creditForm),
    ...(asOfLeadDays === null ? {} : { asOfLeadDays }),
  };
};

/** The receipt of a unit result: its number, and the digest of what was taken. */
export const readReceipt = (from: Reading): { readonly receipt: string; readonly digest: string } => ({
  receipt: from.text('receipt'),
  digest: from.text('digest', digestForm),
});
