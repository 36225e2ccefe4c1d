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
}

/** A registered document. */
export interface RegisteredDocument extends Omit<DocumentDraft, 'secrecy'> {
  readonly id: string;
}

/** Why a document is not registered. */
export type DocumentRefusal =
  | { readonly refused: 'DOCUMENT_SECRET' }
  | { readonly refused: 'DOCUMENT_YEAR_APART' }
  | { readonly refused: 'DOCUMENT_DATE_AHEAD'; readonly today: IsoDate };

/**
 * The id of a document. A 文号 is not unique, so the date and the digest of the text are part of it: the same document
 * registered twice is one.
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
  );

/** The 文号 as it is printed: 瑞考委〔2026〕3号 (GB/T 9704-2012, 7.2.5). */
export const referenceOf = (document: Pick<DocumentDraft, 'code' | 'year' | 'number'>): string =>
  documentReferenceText({ organ: document.code, year: document.year, number: document.number });

/**
 * Decides whether a document is registered. Material with a secrecy mark is refused (政务数据共享条例 art 3 excludes state
 * secrets and work secrets); a date after the county's current day is refused, and a 文号 whose year is not that of the date or one
 * beside it, since it is counted within the year in which it is given (GB/T 9704-2012, 7.2.5).
 */
export const decideDocument = (draft: DocumentDraft, today: IsoDate): RegisteredDocument | DocumentRefusal => {
  const { secrecy, ...document } = draft;
  if (secrecy !== 'none') return { refused: 'DOCUMENT_SECRET' };
  if (draft.date > today) return { refused: 'DOCUMENT_DATE_AHEAD', today };
  if (Math.abs(draft.year - yearOf(isoDate(draft.date))) > 1) return { refused: 'DOCUMENT_YEAR_APART' };
  return { id: documentId(draft), ...document };
};
