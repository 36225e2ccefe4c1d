// What putting a catalogue changes.
import { describe, expect, it } from 'vitest';
import { compareElements, type DataElement } from './data-element.ts';

const element = (code: string, version: number, more: Partial<DataElement> = {}): DataElement => ({
  code,
  version,
  name: code,
  definition: code,
  dimension: '经济发展',
  unit: '万元',
  precision: 2,
  direction: 'higher',
  accumulation: 'cumulative',
  frequency: 'month',
  minimum: '0',
  maximum: '100',
  sourceOrganisationId: '0b8f4e1a-3f0e-5b61-9d9a-6a2f1c0e7d31',
  ...more,
});

const known = new Map([element('A', 2), element('B', 1)].map((each) => [each.code, each]));

const outcome = (given: readonly DataElement[]) => {
  const changes = compareElements(given, known);
  if ('refused' in changes) return changes;
  const names = (list: readonly DataElement[]): string[] => list.map(({ code, version }) => `${code}${version}`);
  const { unchanged, differing } = changes;
  const named = differing.length === 0 ? {} : { differing };
  return { added: names(changes.added), superseding: names(changes.superseding), unchanged, ...named };
};

describe('an element', () => {
  it.each([
    ['that is new is added', [element('C', 1)], { added: ['C1'], superseding: [], unchanged: 0 }],
    ['that is new may begin with any version', [element('C', 7)], { added: ['C7'], superseding: [], unchanged: 0 }],
    ['in a higher version supersedes', [element('A', 3)], { added: [], superseding: ['A3'], unchanged: 0 }],
    ['in the known version is unchanged', [element('A', 2)], { added: [], superseding: [], unchanged: 1 }],
    [
      'in the known version with another content is unchanged, and named',
      [element('A', 2, { unit: '亿元' }), element('B', 1)],
      { added: [], superseding: [], unchanged: 2, differing: ['A'] },
    ],
    [
      'in the known version with its bounds written otherwise is unchanged',
      [element('A', 2, { maximum: '100.00' })],
      { added: [], superseding: [], unchanged: 1 },
    ],
    [
      'named twice in a version with two contents counts as it comes first, and is named',
      [element('C', 1), element('C', 1, { unit: '亿元' })],
      { added: ['C1'], superseding: [], unchanged: 1, differing: ['C'] },
    ],
    ['in an older version is unchanged', [element('A', 1)], { added: [], superseding: [], unchanged: 1 }],
    [
      'named twice counts in its highest version',
      [element('C', 2), element('C', 1), element('C', 3)],
      { added: ['C3'], superseding: [], unchanged: 2 },
    ],
  ])('%s', (_, given, want) => {
    expect(outcome(given)).toEqual(want);
  });

  it('whose bounds leave no value refuses the catalogue, compared as decimals and not as texts', () => {
    const reversed = element('C', 1, { minimum: '10', maximum: '9' });
    const refusal = { refused: 'BOUNDS_REVERSED', index: 1, field: 'minimum' };
    expect(outcome([element('A', 3), reversed])).toEqual(refusal);
  });

  it.each([
    ['minimum', { precision: 0, minimum: '0.5' }],
    ['maximum', { precision: 1, maximum: '99.99' }],
  ])('whose %s has more places than its values refuses the catalogue', (field, bounds) => {
    expect(outcome([element('C', 1, bounds)])).toEqual({ refused: 'BOUND_TOO_PRECISE', index: 0, field });
  });

  it('may allow one value alone', () => {
    expect(outcome([element('C', 1, { minimum: '1', maximum: '1.0' })])).toMatchObject({ added: ['C1'] });
  });
});
