// What an error of any origin means to a caller: a refusal of the closed list, and whether it is worth another try.
import { codeOf, isConnectionLoss, isRepeatable, mayPass } from '#kernel/database/failure-code.ts';
import { ValueError, type ValueErrorCode } from '#kernel/values/value-error.ts';
import { placeOfText, type RequestParts } from './place-of-text.ts';
import { Problem, problem } from './problem.ts';

/** What each value type found wrong, in words. */
const reasons: Readonly<Record<ValueErrorCode, string>> = {
  DECIMAL_MALFORMED: '不是十进制数',
  DECIMAL_TOO_LONG: '位数过多',
  DECIMAL_DIVISION_BY_ZERO: '除数为零',
  DATE_INVALID: '不是有效日期',
  INSTANT_INVALID: '不是有效时刻',
  CALENDAR_YEAR_UNKNOWN: '缺少该年度的工作日安排',
  DEADLINE_INVALID: '不是有效期限',
  PERIOD_INVALID: '不是有效数据期',
  PLACE_CODE_INVALID: '不是有效区划代码',
  DOCUMENT_REFERENCE_INVALID: '不是有效文号',
  CREDIT_CODE_MALFORMED: '不是有效统一社会信用代码',
  IDENTIFIER_INVALID: '不得为空',
  NOT_CANONICAL: '不能用规范 JSON 表示',
};

/** The disk is full, or fails. */
const storageCodes: ReadonlySet<string> = new Set(['53100', '58030', 'ENOSPC']);

// A person reads which field it was; which part of the request it stands in, a program reads from the pointer.
const part = /^\/(?:path|query|body)\//;

/** The refusal of what is no value, with the field where the caller wrote it. */
const valueInvalid = (error: ValueError, request: RequestParts | undefined): Problem => {
  const value = String(error.params['value'] ?? '');
  const pointer = request === undefined || value === '' ? undefined : placeOfText(request, value);
  const reason = reasons[error.code];
  const faults = pointer === undefined ? [] : [{ pointer, code: 'VALUE_INVALID', expected: reason }];
  return problem(
    'VALUE_INVALID',
    { field: pointer?.replace(part, '') ?? (value === '' ? '请求' : `“${value}”`), reason },
    { cause: error, faults },
  );
};

/**
 * The refusal that an error becomes; `request` is searched for the text that was no value. A text of the database or of a library
 * never reaches the caller: what is not known here is INTERNAL, with the error as its cause for the log.
 */
export const refusalOf = (error: unknown, service: string, request?: RequestParts): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof ValueError) {
    if (error.code === 'CALENDAR_YEAR_UNKNOWN') return problem('CALENDAR_YEAR_UNKNOWN', error.params, { cause: error });
    return valueInvalid(error, request);
  }
  if (storageCodes.has(codeOf(error))) return problem('STORAGE_FULL', {}, { cause: error });
  if (isRepeatable(error) || isConnectionLoss(error) || mayPass(error))
    return problem('SERVICE_UNAVAILABLE', { service }, { cause: error });
  return problem('INTERNAL', {}, { cause: error });
};
