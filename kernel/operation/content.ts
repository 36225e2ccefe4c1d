// What the head of a request says of its body: media type, charset and content coding. Only what can be read is read.
import { MIMEType } from 'node:util';
import type { OperationContract } from '#kernel/contract/document.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import type { OperationRequest } from './request.ts';

/** The charsets that a body may name. Text in US-ASCII is text in UTF-8. */
export const charsetsRead = ['UTF-8', 'US-ASCII'] as const;
/** The content codings that a body may have. */
export const codingsRead = ['identity'] as const;

/** The head's words about a body, in lower case; each is absent where the head does not say it. */
export type Content = Pick<OperationRequest, 'contentType' | 'charset' | 'contentEncoding'>;

// The labels of both charsets that clients write (WHATWG Encoding Standard, section 4.2).
const charsetLabels: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const charsetNames = /;\s*charset\s*=/gi;

/** The type and the charset of a Content-Type header. A header that is none, or that names two charsets, has the type ''. */
const readType = (header: string): Content => {
  if ((header.match(charsetNames) ?? []).length > 1) return { contentType: '' };
  try {
    const type = new MIMEType(header);
    const charset = type.params.get('charset');
    return { contentType: type.essence, ...(charset === null ? {} : { charset: charset.trim().toLowerCase() }) };
  } catch {
    return { contentType: '' };
  }
};

/** Reads the headers Content-Type and Content-Encoding (RFC 9110 sections 8.3 and 8.4). */
export const readContent = (type: string | undefined, coding: string | undefined): Content => ({
  ...(type === undefined || type.trim() === '' ? {} : readType(type)),
  ...(coding === undefined ? {} : { contentEncoding: coding.toLowerCase() }),
});

const codingsOf = (header: string): readonly string[] =>
  header
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '');

/**
 * Why the body of a request can't be read, or nothing: MEDIA_TYPE_UNSUPPORTED, CHARSET_UNSUPPORTED or CODING_UNSUPPORTED
 * (RFC 9110 section 15.5.16). An operation without a body has nothing to read.
 */
export const contentRefusal = (operation: OperationContract, content: Content): Problem | undefined => {
  const { contentType, charset, contentEncoding = '' } = content;
  if (operation.bodies.size === 0) return undefined;
  if (!operation.bodies.has(contentType ?? ''))
    return problem('MEDIA_TYPE_UNSUPPORTED', { accepted: [...operation.bodies.keys()].join(', ') });
  if (charset !== undefined && !charsetLabels.has(charset))
    return problem('CHARSET_UNSUPPORTED', { charset, accepted: charsetsRead.join(', ') });
  const other = codingsOf(contentEncoding).find((coding) => coding !== 'identity');
  return other === undefined
    ? undefined
    : problem('CODING_UNSUPPORTED', { coding: other, accepted: codingsRead.join(', ') });
};
