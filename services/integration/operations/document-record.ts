// A document as the contract shows it.
import type { components } from '#contracts/generated/integration.ts';
import { referenceOf } from '../domain/document.ts';
import type { KnownDocument } from '../store/document-row.ts';

/** The record of a document. */
export const documentRecord = (document: KnownDocument): components['schemas']['Document'] => ({
  id: document.id,
  county: document.county,
  organ: document.organ,
  code: document.code,
  year: document.year,
  number: document.number,
  title: document.title,
  date: document.date,
  digest: document.digest,
  form: document.form,
  reference: referenceOf(document),
  registeredOn: document.registeredOn,
  corrects: document.corrects,
  correctionReason: document.correctionReason,
  correctedBy: document.correctedBy,
});
