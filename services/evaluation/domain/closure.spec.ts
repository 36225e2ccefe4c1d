// Clauses of a closure: the newest signature counts until its day, the newest word of a unit counts, and a dispute asks for a signature.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import {
  checkOverruled,
  collectionFacts,
  newestSignatures,
  type Signature,
  signedUntil,
  sinceReopening,
  type Word,
} from './closure.ts';

const system = {
  indicators: [
    { code: 'revenue', elementCode: 'E-REVENUE' },
    { code: 'water', elementCode: 'E-WATER' },
    { code: 'water-trend', elementCode: 'E-WATER' },
  ],
};
const signed = (ordinal: number, signedOn: string, ...elementCodes: readonly string[]): Signature => ({
  elementCodes,
  signedOn: isoDate(signedOn),
  ordinal,
  position: null,
});
const confirmed = (ordinal: number, unitId: string): Word => ({
  unitId,
  outcome: 'confirmed',
  indicatorCodes: [],
  ordinal,
});
const disputed = (ordinal: number, unitId: string, ...indicatorCodes: readonly string[]): Word => ({
  unitId,
  outcome: 'disputed',
  indicatorCodes,
  ordinal,
});
const both = signed(1, '2026-01-12', 'E-REVENUE', 'E-WATER');
const factsOf = (words: readonly Word[], signatures: readonly Signature[] = [both]) =>
  collectionFacts({ system, unitIds: ['u2', 'u1'], signatures, words });

describe('what is frozen of an element is what was recorded until the day of its newest signature', () => {
  test('each element has its own day, in the order of the codes', () => {
    expect(signedUntil(system, [both, signed(2, '2026-01-15', 'E-WATER')])).toEqual([
      { elementCode: 'E-REVENUE', asOf: '2026-01-12' },
      { elementCode: 'E-WATER', asOf: '2026-01-15' },
    ]);
  });

  test('up to which batch each signature covers is said with it', () => {
    const later = { ...signed(2, '2026-01-15', 'E-WATER'), position: 12 };
    expect(signedUntil(system, [both, later])).toEqual([
      { elementCode: 'E-REVENUE', asOf: '2026-01-12' },
      { elementCode: 'E-WATER', asOf: '2026-01-15', position: 12 },
    ]);
  });

  test('the newest is the one that was given last, in whatever order they are read', () => {
    const later = signed(3, '2026-01-15', 'E-WATER');
    expect(newestSignatures([later, both]).get('E-WATER')).toBe(later);
  });

  test('an element that nobody has signed is never frozen', () => {
    expect(() => signedUntil(system, [signed(1, '2026-01-12', 'E-WATER')])).toThrow('E-REVENUE');
  });
});

describe('a collection lacks', () => {
  test.each([
    ['nothing when all have signed and confirmed', [confirmed(2, 'u1'), confirmed(3, 'u2')], [both], [], [], [], []],
    ['signatures and words', [], [], ['E-REVENUE', 'E-WATER'], ['u1', 'u2'], [], []],
    ['a unit that disputes', [disputed(2, 'u1', 'water'), confirmed(3, 'u2')], [both], [], [], ['u1'], []],
    [
      'a unit whose newest word disputes',
      [confirmed(2, 'u1'), disputed(3, 'u1', 'water')],
      [both],
      [],
      ['u2'],
      ['u1'],
      [],
    ],
    [
      'a signature since a dispute that was withdrawn',
      [disputed(2, 'u1', 'water'), confirmed(3, 'u1'), confirmed(4, 'u2')],
      [both],
      [],
      [],
      [],
      ['E-WATER u1'],
    ],
    [
      'one signature for two indicators of one element',
      [disputed(2, 'u1', 'water', 'water-trend'), confirmed(3, 'u1'), confirmed(4, 'u2')],
      [both],
      [],
      [],
      [],
      ['E-WATER u1'],
    ],
    [
      'no signature where the element was signed after the dispute',
      [disputed(2, 'u1', 'water'), confirmed(4, 'u1'), confirmed(5, 'u2')],
      [both, signed(3, '2026-01-12', 'E-WATER')],
      [],
      [],
      [],
      [],
    ],
    [
      'a signature where only another element was signed after the dispute',
      [disputed(2, 'u1', 'water'), confirmed(4, 'u1'), confirmed(5, 'u2')],
      [both, signed(3, '2026-01-15', 'E-REVENUE')],
      [],
      [],
      [],
      ['E-WATER u1'],
    ],
    [
      'a signature where a second dispute came after it',
      [disputed(2, 'u1', 'water'), disputed(4, 'u1', 'water'), confirmed(5, 'u1'), confirmed(6, 'u2')],
      [both, signed(3, '2026-01-15', 'E-WATER')],
      [],
      [],
      [],
      ['E-WATER u1'],
    ],
  ] as const)('%s', (_, words, signatures, unsigned, unconfirmed, disputes, unanswered) => {
    const facts = factsOf(words, signatures);
    expect(facts).toMatchObject({
      unsignedElements: unsigned,
      unconfirmedUnits: unconfirmed,
      disputedUnits: disputes,
    });
    expect(facts.unansweredDisputes.map(({ elementCode, unitId }) => `${elementCode} ${unitId}`)).toEqual(unanswered);
  });
});

describe('what was said and signed before a reopening', () => {
  const words = [disputed(2, 'u1', 'water'), confirmed(3, 'u1'), confirmed(4, 'u2'), confirmed(6, 'u2')];
  const signatures = [both, signed(5, '2026-01-15', 'E-WATER')];

  test('counts no more, however many of the words that followed agree with it', () => {
    expect(factsOf(sinceReopening(words, 4), sinceReopening(signatures, 4))).toEqual({
      unsignedElements: ['E-REVENUE'],
      unconfirmedUnits: ['u1'],
      disputedUnits: [],
      unansweredDisputes: [],
    });
  });

  test('gives no element its day: it is that of a signature since then', () => {
    const since = sinceReopening([...signatures, signed(7, '2026-01-22', 'E-REVENUE')], 4);
    expect(signedUntil(system, since)).toEqual([
      { elementCode: 'E-REVENUE', asOf: '2026-01-22' },
      { elementCode: 'E-WATER', asOf: '2026-01-15' },
    ]);
    expect(() => signedUntil(system, sinceReopening(signatures, 5))).toThrow('E-REVENUE');
  });

  test('counts whole where the collection was never reopened', () => {
    expect(sinceReopening(words, 0)).toEqual(words);
  });
});

describe('only what is disputed can be overruled', () => {
  const standing = factsOf([disputed(2, 'u1', 'water'), confirmed(3, 'u2')]);
  const withdrawn = factsOf([disputed(2, 'u1', 'water'), confirmed(3, 'u1'), confirmed(4, 'u2')]);
  test.each([
    ['a dispute that stands', standing, ['u1'], true],
    ['one that was withdrawn and that nobody signed since', withdrawn, ['u1'], true],
    ['a unit that never disputed', standing, ['u2'], false],
    ['a unit that is none', standing, ['u9'], false],
    ['a unit twice', standing, ['u1', 'u1'], false],
  ] as const)('%s', (_, facts, overruled, want) => {
    expect(checkOverruled(facts, overruled).ok).toBe(want);
  });
});
