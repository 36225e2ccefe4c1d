// What can go wrong with a partner, sorted by what to do next.
import { type Failure, type FailureCode, failureWords } from '../outcomes/failure-words.ts';

/**
 * unavailable: no answer, too late, broken off, or 408, 425, 429 and 5xx: it may pass. refused: the partner said no, with a
 * code. unusable: it answered something that can't be read as what its contract says.
 */
export type PartnerFailureKind = 'unavailable' | 'refused' | 'unusable';

/** A call of a partner that brought no usable answer. Its message is its sentence in English, without personal data. */
export class PartnerFailure extends Error {
  readonly kind: PartnerFailureKind;
  readonly failure: Failure<FailureCode>;
  /** The partner's own code of a refusal. */
  readonly code: string | undefined;

  constructor(
    kind: PartnerFailureKind,
    failure: Failure<FailureCode>,
    options: ErrorOptions & { readonly code?: string | undefined } = {},
  ) {
    super(failureWords(failure, '').en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PartnerFailure';
    this.kind = kind;
    this.failure = failure;
    this.code = options.code;
  }
}

const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whether the same call may do better later. A token that is no longer taken (401) is renewed in time. */
export const mayPass = (status: number): boolean => status >= 500 || status === 401 || passingStatuses.has(status);
