// Organisations of a partner's list: what is new, what changed, and whose credit code was corrected.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { type Organisation, type OrganisationDraft, organisationId, takeOrganisations } from './organisation.ts';

const draft = (creditCode: string, change: Partial<OrganisationDraft> = {}): OrganisationDraft => ({
  creditCode,
  name: '甲镇人民政府',
  kind: 'government',
  department: null,
  placeId: 'place-1',
  validFrom: isoDate('2023-06-30'),
  validTo: null,
  ...change,
});
const known = (creditCode: string, change: Partial<Organisation> = {}): Organisation => ({
  ...draft(creditCode),
  id: organisationId(creditCode),
  version: 1,
  ...change,
});
const [old, corrected] = ['11330381MB0000001X', '11330381MB0000002X'];

describe('an organisation', () => {
  test('that is new gets an id of its credit code', () => {
    expect(takeOrganisations([], [draft(old)])).toEqual([known(old)]);
  });

  test('that did not change is not written', () => {
    expect(takeOrganisations([known(old)], [draft(old)])).toEqual([]);
  });

  test('that got another name is the same in a new version', () => {
    const [changed] = takeOrganisations([known(old)], [draft(old, { name: '甲街道办事处' })]);
    expect(changed).toMatchObject({ id: organisationId(old), name: '甲街道办事处', version: 2 });
  });

  test('whose credit code was corrected keeps its id', () => {
    const [changed] = takeOrganisations([known(old)], [draft(corrected)]);
    expect(changed).toMatchObject({ id: organisationId(old), creditCode: corrected, version: 2 });
  });

  test('with a further code in a seat that is still held is another one', () => {
    const changed = takeOrganisations([known(old)], [draft(old), draft(corrected)]);
    expect(changed.map(({ id }) => id)).toEqual([organisationId(corrected)]);
  });

  test('of another kind, department or place is not taken for a corrected one', () => {
    for (const change of [{ kind: 'party-committee' as const }, { department: 'finance' }, { placeId: 'place-2' }]) {
      const [other] = takeOrganisations([known(old)], [draft(corrected, change)]);
      expect(other?.id).toBe(organisationId(corrected));
    }
  });

  test('that ended is not taken for the one whose code was corrected', () => {
    const ended = known(old, { validTo: isoDate('2024-01-01') });
    expect(takeOrganisations([ended], [draft(corrected)])[0]?.id).toBe(organisationId(corrected));
  });

  test('that did not come stays', () => {
    expect(takeOrganisations([known(old)], [])).toEqual([]);
  });
});
