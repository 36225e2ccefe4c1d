// What a caller accepts (RFC 9110 section 12.5.1).
import type { Request } from 'express';

// Parameters but the weight. JSON defines none (RFC 8259 section 11), so `application/json;charset=UTF-8` is application/json.
const parameter = /;\s*(?!q\s*=)[^;,="]+(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^;,"]*))?/gi;

/** Whether a caller takes an answer in JSON, or a problem. A problem is acceptable to whoever takes JSON (RFC 9457 section 3). */
export const acceptsJson = (request: Request): boolean => {
  const { accept } = request.headers;
  if (accept !== undefined) request.headers.accept = accept.replaceAll(parameter, '');
  return request.accepts(['application/json', 'application/problem+json']) !== false;
};
