// Registering a document (文号) as a reference: what is secret is refused, not stored.
import { type IsoDate, isoDate, yearOf } from '#kernel/values/date.ts';
import { documentReferenceText } from '#kernel/values/document-reference.ts';
import { businessId } from '#kernel/values/identifier.ts';

/** What is known of a document before it is registered. */
export interface DocumentDraft {
  readonly county: string;
  readonly organ: string;
  readonly code: string;
  readonly year: number;
  readonly number: number;
  readonly title: string;
  readonly date: string;
  readonly secrecy: 'none' | 'work-secret' | 'secret' | 'confidential' | 'top-secret';
  readonly digest: string;
  readonly form: 'file' | 'paper';
  /** The document of the same number that this one corrects, and why. */
  readonly corrects?: string;
  readonly correctionReason?: string;
}

/** A registered document. `registeredOn` is null where it was registered before that was kept. */
export interface RegisteredDocument extends Omit<DocumentDraft, 'secrecy' | 'corrects' | 'correctionReason'> {
  readonly id: string;
  readonly registeredOn: string | null;
  readonly corrects: string | null;
  readonly correctionReason: string | null;
}

/** A document under the same number, and the one that corrects it. */
export interface SameNumber extends Pick<DocumentDraft, 'code' | 'title' | 'date' | 'digest'> {
  readonly id: string;
  readonly correctedBy: string | null;
}

/** Why a document is not registered. */
export type DocumentRefusal =
  | { readonly refused: 'DOCUMENT_SECRET' }
  | { readonly refused: 'DOCUMENT_YEAR_APART' }
  | { readonly refused: 'CORRECTION_INCOMPLETE'; readonly field: 'corrects' | 'correctionReason' }
  | { readonly refused: 'CORRECTION_UNFIT' }
  | { readonly refused: 'CORRECTION_EMPTY' }
  | { readonly refused: 'DOCUMENT_NUMBER_TAKEN'; readonly documentId: string }
  | { readonly refused: 'DOCUMENT_DATE_AHEAD'; readonly today: IsoDate };

/**
 * The id of a document. A 文号 is not unique, so the date and the digest of the text are part of it: the same document
 * registered twice is one. So is what it corrects: a correction may bring an earlier text back.
 */
export const documentId = (draft: DocumentDraft): string =>
  businessId(
    'document',
    draft.county,
    draft.organ,
    draft.code,
    String(draft.year),
    String(draft.number),
    draft.date,
    draft.digest,
    ...(draft.corrects === undefined ? [] : [draft.corrects]),
  );

/** The 文号 as it is printed: 瑞考委〔2026〕3号 (GB/T 9704-2012, 7.2.5). */
export const referenceOf = (document: Pick<DocumentDraft, 'code' | 'year' | 'number'>): string =>
  documentReferenceText({ organ: document.code, year: document.year, number: document.number });

/** Whether two 机关代字 read alike: full width and half width are one (NFKC, UAX #15). */
const readsAlike = (one: string, other: string): boolean => one.normalize('NFKC') === other.normalize('NFKC');

const saysTheSame = (one: SameNumber, draft: DocumentDraft): boolean =>
  one.title === draft.title && one.date === draft.date && one.digest === draft.digest;

/** A correction names a document of its number that nothing corrects yet, with a reason; a first document names none. */
const correctionFault = (draft: DocumentDraft, sameNumber: readonly SameNumber[]): DocumentRefusal | undefined => {
  const { corrects, correctionReason } = draft;
  if (corrects === undefined && correctionReason !== undefined)
    return { refused: 'CORRECTION_INCOMPLETE', field: 'corrects' };
  if (corrects !== undefined && correctionReason === undefined)
    return { refused: 'CORRECTION_INCOMPLETE', field: 'correctionReason' };
  // Of two from before corrections were kept, either may be corrected.
  const current = sameNumber.filter(({ correctedBy }) => correctedBy === null);
  const newest = current.at(-1);
  if (corrects === undefined)
    return newest === undefined ? undefined : { refused: 'DOCUMENT_NUMBER_TAKEN', documentId: newest.id };
  const corrected = current.find(({ id }) => id === corrects);
  if (corrected === undefined) return { refused: 'CORRECTION_UNFIT' };
  return saysTheSame(corrected, draft) ? { refused: 'CORRECTION_EMPTY' } : undefined;
};

/**
 * Decides whether a document is registered. Material with a secrecy mark is refused (政务数据共享条例 art 3 excludes state
 * secrets and work secrets); a date after the county's current day is refused, and a 文号 whose year is not that of the date or one
 * beside it, since it is counted within the year in which it is given (GB/T 9704-2012, 7.2.5). A code with characters that do not
 * show never comes here: the contract refuses it. `sameYear` are the organ's documents of the year and number: another one whose
 * code reads alike is a correction, or refused.
 */
export const decideDocument = (
  draft: DocumentDraft,
  today: IsoDate,
  sameYear: readonly SameNumber[],
): RegisteredDocument | DocumentRefusal => {
  const { secrecy, corrects = null, correctionReason = null, ...document } = draft;
  if (secrecy !== 'none') return { refused: 'DOCUMENT_SECRET' };
  if (draft.date > today) return { refused: 'DOCUMENT_DATE_AHEAD', today };
  if (Math.abs(draft.year - yearOf(isoDate(draft.date))) > 1) return { refused: 'DOCUMENT_YEAR_APART' };
  const id = documentId(draft);
  const sameNumber = sameYear.filter(({ code }) => readsAlike(code, draft.code));
  // The same document again is told so when it is inserted.
  const same = sameNumber.find((one) => one.id === id);
  const fault = same !== undefined && saysTheSame(same, draft) ? undefined : correctionFault(draft, sameNumber);
  return fault ?? { id, ...document, registeredOn: today, corrects, correctionReason };
};
