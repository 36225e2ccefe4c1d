// What a batch is written in: UTF-8, or what else a spreadsheet may have saved.
import { problem } from '#kernel/problem/problem.ts';

/** Bytes that are looked at: enough for a mark and the beginning of a header. */
const headBytes = 32;
// U+FEFF in UTF-16, and with two more NUL in UTF-32.
const marks = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff]), Buffer.from([0x00, 0x00, 0xfe, 0xff])];
const charactersMin = 2;

const saveAsUtf8 = '请在电子表格中另存为“CSV UTF-8（逗号分隔）”';

/** Why a sheet can't be read of which a line is not UTF-8. */
export const sheetNotUtf8: string = `不是 UTF-8 编码（可能是 GBK 或 GB18030）；${saveAsUtf8}`;
const sheetUtf16 = `不是 UTF-8 编码，而是 UTF-16；${saveAsUtf8}`;
const workbook = `是电子表格的工作簿而不是文本；${saveAsUtf8}`;
const rowsUtf16 = '不是 UTF-8 编码，而是 UTF-16；请以 UTF-8 编码发送';

/**
 * Whether bytes begin a text in UTF-16 or UTF-32: by its mark, or by the NULs beside the characters of ASCII with which each
 * header and each JSON object begins.
 */
export const isWide = (head: Buffer): boolean => {
  if (marks.some((mark) => head.subarray(0, mark.length).equals(mark))) return true;
  const pairs = Array.from({ length: Math.floor(head.length / 2) }, (_, pair) => [head[2 * pair], head[2 * pair + 1]]);
  if (pairs.length < charactersMin) return false;
  const nuls = (place: 0 | 1): number => pairs.filter((pair) => pair[place] === 0).length;
  return [nuls(0), nuls(1)].includes(pairs.length) && nuls(0) !== nuls(1);
};

// An .xlsx is a ZIP archive (APPNOTE 4.3.7), an .xls a compound file (MS-CFB 2.2).
const workbookMarks = [Buffer.from('PK\x03\x04', 'latin1'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];

const isWorkbook = (head: Buffer): boolean => workbookMarks.some((mark) => head.subarray(0, mark.length).equals(mark));

/** Why a beginning is none of a text in UTF-8; undefined where it may be one. */
const faultIn = (head: Buffer, isSheet: boolean): string | undefined => {
  if (isWorkbook(head)) return workbook;
  if (!isWide(head)) return undefined;
  return isSheet ? sheetUtf16 : rowsUtf16;
};

/** Passes a stream on whose first chunk holds its beginning. BATCH_UNREADABLE where that is not a text of single bytes. */
export const requireNarrow = async function* (chunks: AsyncIterable<Buffer>, isSheet: boolean): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  const checked = (bytes: Buffer): Buffer => {
    const reason = faultIn(bytes.subarray(0, headBytes), isSheet);
    if (reason !== undefined) throw problem('BATCH_UNREADABLE', { line: 1, reason });
    return bytes;
  };
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < headBytes) continue;
    yield checked(head);
    head = undefined;
  }
  if (head !== undefined) yield checked(head);
};
