// Which records the HR system takes, case by case.
import { describe, expect, it } from 'vitest';
import { recordDigest } from '../../values/digest.ts';
import { check, type Known } from './check.ts';
import type { Accepted, FeedRecord } from './records.ts';

const team = '11999999000000019M';
const key = '7d3c1c9e-52a5-5c8f-9d5e-3f6c1f2b7a10';

const result = {
  creditCode: team,
  year: 2025,
  grade: '1',
  organ: '中共瑞安市委(虚构)',
  documentReference: '瑞委〔2026〕12号',
  decidedOn: '2026-03-20',
  supersedes: null,
};
const measure = {
  measureId: key,
  kind: 'team-commendation',
  creditCode: team,
  effectFrom: '2026-04-01',
  effectTo: '2027-03-31',
  basis: '规则集第 1 条(虚构)',
  organ: '中共瑞安市委(虚构)',
  documentReference: '瑞委〔2026〕15号',
  decidedOn: '2026-03-25',
};

const record = (body: object, over: Partial<FeedRecord> = {}): FeedRecord => ({
  deliveryNumber: '3',
  recordKey: key,
  version: 1,
  kind: 'team-result',
  body: { ...body },
  digest: recordDigest(body),
  ...over,
});

const accepted = (of: FeedRecord, year: number | null): Accepted => ({
  county: '330381',
  deliveryNumber: of.deliveryNumber,
  recordKey: of.recordKey,
  version: of.version,
  kind: 'team-result',
  creditCode: team,
  digest: of.digest,
  outcome: 'accepted',
  code: null,
  date: '2026-03-21',
  executedDocument: null,
  acknowledged: true,
  year,
  measureKind: null,
});

const known = (before?: Accepted): Known => ({
  knowsTeam: (creditCode) => creditCode === team,
  acceptedByKey: (recordKey) => (before?.recordKey === recordKey ? before : undefined),
  acceptedResult: (creditCode, year) =>
    before?.creditCode === creditCode && before.year === year ? before : undefined,
});

const codeOf = (of: FeedRecord, before?: Accepted): string => {
  const verdict = check(of, known(before));
  return verdict.outcome === 'accepted' ? 'accepted' : verdict.code;
};

describe('a team result', () => {
  it('is taken for a known team', () => {
    expect(check(record(result), known())).toMatchObject({ outcome: 'accepted', creditCode: team, year: 2025 });
  });

  it.each([
    ['of an organisation that is not in the roster', { creditCode: '119999991234567880' }, 'UNKNOWN_ORGANISATION'],
    ['without an organisation', { creditCode: undefined }, 'UNKNOWN_ORGANISATION'],
    ['of a grade that is not in the table', { grade: '5' }, 'GRADE_UNKNOWN'],
    ['of a grade that is a number', { grade: 1 }, 'GRADE_UNKNOWN'],
    ['without a year', { year: undefined }, 'RECORD_MALFORMED'],
    ['of a year that is text', { year: '2025' }, 'RECORD_MALFORMED'],
    ['of a year far off', { year: 20_250 }, 'RECORD_MALFORMED'],
    ['without the organ that decided', { organ: ' ' }, 'RECORD_MALFORMED'],
    ['without a document', { documentReference: undefined }, 'RECORD_MALFORMED'],
    ['without the day of the decision', { decidedOn: '2026-3-20' }, 'RECORD_MALFORMED'],
  ])('is rejected %s', (_, over, code) => {
    const body: Record<string, unknown> = { ...result, ...over };
    for (const name of Object.keys(body)) if (body[name] === undefined) delete body[name];
    expect(codeOf(record(body))).toBe(code);
  });

  it('is rejected when its content is not the one that was digested', () => {
    expect(codeOf(record({ ...result, grade: '2' }, { digest: recordDigest(result) }))).toBe('DIGEST_MISMATCH');
  });

  it('is rejected when it is of a kind that no one agreed on', () => {
    expect(codeOf(record(result, { kind: 'person-result' }))).toBe('KIND_UNKNOWN');
  });
});

describe('a second result for the same team and year', () => {
  const before = accepted(record(result), 2025);

  it('is taken again when it is the same one, delivered again', () => {
    expect(codeOf(record(result, { deliveryNumber: '9' }), before)).toBe('accepted');
  });

  it('is taken when it is a later version that says which one it replaces', () => {
    expect(codeOf(record({ ...result, grade: '2', supersedes: 1 }, { version: 2 }), before)).toBe('accepted');
  });

  it.each([
    ['under another key', record(result, { recordKey: '7d3c1c9e-52a5-5c8f-9d5e-3f6c1f2b7a11' }), 'DUPLICATE_YEAR'],
    ['in a later version that replaces nothing', record(result, { version: 2 }), 'DUPLICATE_YEAR'],
    [
      'in a later version that replaces another one',
      record({ ...result, supersedes: 2 }, { version: 3 }),
      'DUPLICATE_YEAR',
    ],
    ['with another content in the same version', record({ ...result, grade: '2' }), 'VERSION_STALE'],
  ])('is rejected %s', (_, of, code) => {
    expect(codeOf(of, before)).toBe(code);
  });

  it('is another matter for another year', () => {
    expect(
      codeOf(record({ ...result, year: 2026 }, { recordKey: '7d3c1c9e-52a5-5c8f-9d5e-3f6c1f2b7a12' }), before),
    ).toBe('accepted');
  });
});

describe('a measure', () => {
  it.each([
    ['with its end', measure],
    ['without an end', { ...measure, effectTo: null }],
  ])('is taken %s', (_, body) => {
    expect(check(record(body, { kind: 'measure' }), known())).toMatchObject({
      outcome: 'accepted',
      measureKind: 'team-commendation',
    });
  });

  it.each([
    ['for a team that is not in the roster', { creditCode: '119999991234567880' }, 'UNKNOWN_ORGANISATION'],
    ['without a kind', { kind: '' }, 'RECORD_MALFORMED'],
    ['without a basis', { basis: '' }, 'BASIS_MISSING'],
    ['that ends before it begins', { effectTo: '2026-03-31' }, 'PERIOD_INVALID'],
    ['that never begins', { effectFrom: null }, 'RECORD_MALFORMED'],
  ])('is rejected %s', (_, over, code) => {
    expect(codeOf(record({ ...measure, ...over }, { kind: 'measure' }))).toBe(code);
  });
});
