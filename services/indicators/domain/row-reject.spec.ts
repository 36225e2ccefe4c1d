// Each row that is not taken says why in both languages, with what is wanted in its place.
import { describe, expect, it } from 'vitest';
import { cellHint } from './cell-hint.ts';
import { readRow } from './observation-row.ts';
import { frequencyWords } from './period-words.ts';
import { rowReject } from './row-reject.ts';

describe('a period of another kind than its element is reported in', () => {
  it.each([
    [
      'month',
      '2026-Q1',
      '按月报送，数据期应为月份，写作 2026-01，而本批次的数据期是季度 2026-Q1',
      'is reported monthly: its period is a month, written as 2026-01, and this batch is of the quarter 2026-Q1',
    ],
    ['month', '2026-Q3', '写作 2026-07', 'written as 2026-07'],
    [
      'month',
      '2026',
      '写作 2026-01，而本批次的数据期是年度 2026',
      'written as 2026-01, and this batch is of the year 2026',
    ],
    [
      'quarter',
      '2026-05',
      '按季报送，数据期应为季度，写作 2026-Q2，而本批次的数据期是月份 2026-05',
      'is reported quarterly: its period is a quarter, written as 2026-Q2',
    ],
    ['quarter', '2026', '写作 2026-Q1', 'written as 2026-Q1'],
    [
      'year',
      '2026-12',
      '按年报送，数据期应为年度，写作 2026，而',
      'is reported yearly: its period is a year, written as 2026, and',
    ],
    ['year', '2026-Q4', '写作 2026，而本批次的数据期是季度 2026-Q4', 'this batch is of the quarter 2026-Q4'],
  ])('is named with what is wanted: %s, not %s', (frequency, period, zh, en) => {
    const words = frequencyWords(frequency, period);
    expect(words.zh).toContain(zh);
    expect(words.en).toContain(en);
    const reject = rowReject('PERIOD_WRONG', { element: 'EC-1', frequency, period });
    expect(reject).toMatchObject({ code: 'PERIOD_WRONG', field: 'period' });
    expect(reject.reason).toContain('数据元 EC-1 按');
    expect(reject.reasonInEnglish).toContain('the data element EC-1 is reported');
  });

  it('is one of the batch: a row of another period says which the batch has', () => {
    expect(rowReject('PERIOD_WRONG', { wanted: '2026-01' })).toMatchObject({
      reason: '数据期应为 2026-01',
      reasonInEnglish: 'the period should be 2026-01',
    });
  });
});

describe('a cell as a spreadsheet leaves it', () => {
  it.each([
    ['\u00a012', '首尾有空白'],
    ['12\u3000', '首尾有空白'],
    ['12\u200b', '首尾有空白'],
    [' ', '没有可见的内容'],
    ['\u200b', '没有可见的内容'],
    ["'12", '撇号'],
    ['=1+1', '公式'],
    ['="12"', '公式'],
    ['+12', '公式'],
    ['@SUM(A1)', '公式'],
    ['#N/A', '错误值'],
    ['3.30381E+11', '科学计数法'],
    ['1e3', '科学计数法'],
    ['1,234.50', '千位分隔符'],
    ['12%', '百分号'],
    ['１２', '全角'],
    [12, '加引号'],
  ])('%j has a hint', (cell, zh) => {
    const hint = cellHint(cell);
    expect(hint?.zh).toContain(zh);
    expect(hint?.en).toMatch(/^[ -~]+$/);
  });

  it.each(['', '约12', '012', '1.', 'NaN', 'x', '-', null, undefined, true, []])('%j has none', (cell) => {
    expect(cellHint(cell)).toBeUndefined();
  });

  it.each([
    ['unit', "'330381001000", 'ROW_MALFORMED', '该行无法读取：区划代码应为12位数字；以撇号开头'],
    ['unit', '3.30381E+11', 'ROW_MALFORMED', '科学计数法'],
    ['period', '2025-03 ', 'PERIOD_WRONG', '数据期应为 2025-03；首尾有空白'],
    ['period', '2025-04', 'PERIOD_WRONG', '数据期应为 2025-03；该行是 2025-04 的数据，请以 2025-04 为数据期另报一批'],
    ['period', '2025-Q1', 'PERIOD_WRONG', '请以 2025-Q1 为数据期另报一批'],
    ['period', 'Mar-25', 'PERIOD_WRONG', '数据期应为 2025-03'],
    ['period', '2025/3/1', 'PERIOD_WRONG', '数据期应为 2025-03'],
    ['period', '2025-H1', 'PERIOD_WRONG', '数据期应为 2025-03'],
    ['revision', ' 1', 'REVISION_INVALID', '首尾有空白'],
    ['value', '1,234.50', 'VALUE_NOT_A_NUMBER', '千位分隔符'],
    ['value', '=1+1', 'VALUE_NOT_A_NUMBER', '公式'],
    ['status', 'confirmed\u00a0', 'STATUS_UNKNOWN', '首尾有空白'],
    ['asOf', '2025/4/8', 'DATE_INVALID', '应写作 2026-02-05 的形式'],
    ['asOf', '45755', 'DATE_INVALID', '应写作 2026-02-05 的形式'],
  ])('%s %j is rejected as it is, with what to do', (field, cell, code, words) => {
    const fields = ['element', 'unit', 'period', 'revision', 'value', 'status', 'asOf', 'reason'];
    const row = ['EC-1', '330381001000', '2025-03', 1, '12', 'confirmed', '2025-04-08', null];
    const read = readRow(row.with(fields.indexOf(field), cell), '2025-03');
    expect(read).toMatchObject({ code, field, reason: expect.stringContaining(words) as string });
    expect('reasonInEnglish' in read && read.reasonInEnglish).toMatch(/^[ -~]+$/);
  });
});
