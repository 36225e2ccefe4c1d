// What a person reads in an answer that is no refusal: in both languages, since the reader's is not known when it is stored.

/** A sentence, or a part of one, in Chinese and in English. */
export type Words = { readonly zh: string; readonly en: string };
