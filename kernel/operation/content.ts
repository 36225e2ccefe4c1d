// What the head of a request says of its body: media type, charset and content coding. Only what can be read is read.
import type { OperationContract } from '#kernel/contract/document.ts';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { readMediaType } from './media-type.ts';
import type { OperationRequest } from './request.ts';

/** The charsets that a body may name. Text in US-ASCII is text in UTF-8. */
export const charsetsRead = ['UTF-8', 'US-ASCII'] as const;
/** The content codings that a body may have. */
export const codingsRead = ['identity'] as const;

/** The head's words about a body, in lower case; each is absent where the head does not say it. */
export type Content = Pick<OperationRequest, 'contentType' | 'charset' | 'contentEncoding'>;

// The names of both, and what clients write for them: «utf8» is a label of the Encoding Standard (section 4.2), «ascii» an alias of IANA.
const charsetLabels: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const shownMax = 60;

/** The type and the charset of a Content-Type header; a malformed one has the type ''. A charset that is named twice counts twice. */
const readType = (header: string): Content => {
  const type = readMediaType(header);
  if (type === undefined) return { contentType: '' };
  const charsets = type.parameters
    .filter(([name]) => name === 'charset')
    .map(([, value]) => value.trim().toLowerCase());
  return { contentType: type.essence, ...(charsets.length === 0 ? {} : { charset: charsets.join(', ') }) };
};

/** Reads the headers Content-Type and Content-Encoding (RFC 9110 sections 8.3 and 8.4). */
export const readContent = (type: string | undefined, coding: string | undefined): Content => ({
  ...(type === undefined || type.trim() === '' ? {} : readType(type)),
  ...(coding === undefined ? {} : { contentEncoding: coding.toLowerCase() }),
});

const listed = (text: string): readonly string[] => text.split(',').map((item) => item.trim());

/**
 * Why the body of a request can't be read, or nothing: MEDIA_TYPE_UNSUPPORTED, CHARSET_UNSUPPORTED or CODING_UNSUPPORTED
 * (RFC 9110 section 15.5.16). An operation without a body has nothing to read.
 */
export const contentRefusal = (operation: OperationContract, content: Content): Problem | undefined => {
  const { contentType = '', charset, contentEncoding = '' } = content;
  if (operation.bodies.size === 0) return undefined;
  if (!operation.bodies.has(contentType))
    return problem('MEDIA_TYPE_UNSUPPORTED', { accepted: [...operation.bodies.keys()].join(', ') });
  if (charset !== undefined && !listed(charset).every((label) => charsetLabels.has(label)))
    return problem('CHARSET_UNSUPPORTED', {
      charset: charset.slice(0, shownMax) || '""',
      accepted: charsetsRead.join(', '),
    });
  const other = listed(contentEncoding).find((coding) => coding !== '' && coding !== 'identity');
  return other === undefined
    ? undefined
    : problem('CODING_UNSUPPORTED', { coding: other.slice(0, shownMax), accepted: codingsRead.join(', ') });
};
