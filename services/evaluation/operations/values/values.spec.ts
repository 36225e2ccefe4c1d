// What departments sign and townships say about the values of a cycle (杭州市绩效管理条例 art 17), and when the collection closes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, unitIdOf } from '../../../../tests/support/evaluation/facts.ts';
import { abroad, auditor, finance, office, signerOf, water } from '../../../../tests/support/evaluation/people.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import type { Person } from '../../../../tests/support/service.ts';

const first = '330381001000';
const second = '330381002000';
const stranger = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.to('collecting');
});
afterAll(() => stage.service.stop());

const sign = (elementCodes: readonly string[], person: Person) =>
  stage.service.ask('signValues', { path: { cycleId: stage.cycleId }, body: { elementCodes } }, person);
const say = (body: object, person: Person) =>
  stage.service.ask('confirmValues', { path: { cycleId: stage.cycleId }, body }, person);
const confirmed = (code: string) => ({ unitId: unitIdOf(code), outcome: 'confirmed' });
const disputed = (code: string, dispute: object) => ({
  unitId: unitIdOf(code),
  outcome: 'disputed',
  disputes: [{ indicatorCode: 'water', claim: '十一月断面数据与市局通报不一致。', ...dispute }],
});
const close = async (overruled: readonly object[]) => {
  const ifMatch = (await stage.cycle()).etag ?? '';
  return stage.service.ask(
    'closeCollection',
    { path: { cycleId: stage.cycleId }, body: { overruled }, ifMatch },
    office,
  );
};

describe('a department', () => {
  test('signs the values of its own elements', async () => {
    const answer = await sign(['E-REVENUE'], finance);
    expect(answer).toMatchObject({
      status: 201,
      body: { organisationId: finance.organisation, elementCodes: ['E-REVENUE'], signedOn: '2025-01-10' },
    });
  });

  test.each([
    ["another department's values", ['E-WATER'], finance, 403, 'SOURCE_NOT_OWN'],
    ['its own values beside those of another', ['E-REVENUE', 'E-WATER'], finance, 403, 'SOURCE_NOT_OWN'],
    ['values without being one', ['E-REVENUE'], { ...finance, organisation: undefined }, 403, 'SOURCE_NOT_OWN'],
    ['an element that the system does not take', ['E-OTHER'], finance, 422, 'ELEMENT_UNKNOWN'],
    ['as a township', ['E-REVENUE'], signerOf(first), 403, 'AUTHORITY_MISSING'],
    ['a cycle of another county', ['E-REVENUE'], { ...finance, counties: abroad.counties }, 404, 'NOT_FOUND'],
    ['the same element twice in one signature', ['E-REVENUE', 'E-REVENUE'], finance, 400, 'REQUEST_INVALID'],
  ] as const)('does not sign %s', async (_what, codes, person, status, code) => {
    expect(await sign(codes, person as Person)).toMatchObject({ status, code });
  });

  test('signs again after a correction, and both signatures stay', async () => {
    await sign(['E-REVENUE'], finance);
    const { body } = await stage.service.ask('listValueSignatures', { path: { cycleId: stage.cycleId } }, auditor);
    expect(body.records.map(({ organisationId }) => organisationId)).toEqual([
      finance.organisation,
      finance.organisation,
    ]);
  });
});

describe('a township', () => {
  test('confirms its own values', async () => {
    expect(await say(confirmed(first), signerOf(first))).toMatchObject({
      status: 201,
      body: { outcome: 'confirmed', disputes: [], unitId: unitIdOf(first) },
    });
  });

  test('disputes values with a claim for each', async () => {
    const answer = await say(disputed(second, { documentId: documents.answer }), signerOf(second));
    expect(answer).toMatchObject({
      status: 201,
      body: { outcome: 'disputed', disputes: [{ indicatorCode: 'water' }] },
    });
  });

  test.each([
    ["speaks for another township's values", confirmed(second), 404, 'NOT_FOUND'],
    ['speaks for a unit that is none', { unitId: stranger, outcome: 'confirmed' }, 404, 'NOT_FOUND'],
    [
      'disputes an indicator that is not in the system',
      disputed(first, { indicatorCode: 'x' }),
      422,
      'INDICATOR_UNKNOWN',
    ],
    ['names a document that nobody registered', disputed(first, { documentId: stranger }), 422, 'DOCUMENT_UNKNOWN'],
    ['disputes nothing', { ...disputed(first, {}), disputes: [] }, 400, 'REQUEST_INVALID'],
    ['confirms with disputes', { ...disputed(first, {}), outcome: 'confirmed' }, 400, 'REQUEST_INVALID'],
  ])('is refused when it %s', async (_what, body, status, code) => {
    expect(await say(body, signerOf(first))).toMatchObject({ status, code });
  });

  test('sees its own words only, where the office sees all', async () => {
    const list = (person: Person, query: Record<string, string> = {}) =>
      stage.service.ask('listValueConfirmations', { path: { cycleId: stage.cycleId }, query }, person);
    expect((await list(signerOf(first))).body.records.map(({ unitId }) => unitId)).toEqual([unitIdOf(first)]);
    expect((await list(office)).body.records).toHaveLength(2);
    const ofSecond = { unitId: unitIdOf(second) };
    expect((await list(signerOf(first), ofSecond)).body.records).toHaveLength(0);
    expect((await list({ ...office, places: [] })).body.records).toHaveLength(0);
  });
});

describe('the collection', () => {
  test('stays open while a data element lacks its signature', async () => {
    expect(await close([])).toMatchObject({ status: 409, code: 'SIGNATURES_MISSING' });
    await sign(['E-WATER'], water);
  });

  test('stays open while a township has said nothing', async () => {
    expect(await close([])).toMatchObject({ status: 409, code: 'CONFIRMATIONS_MISSING' });
    for (const { code } of stage.performances.slice(2)) await say(confirmed(code), signerOf(code));
  });

  test('stays open while a dispute stands', async () => {
    expect(await close([])).toMatchObject({ status: 409, code: 'DISPUTES_OPEN' });
  });

  test('is not closed by overruling a unit that disputes nothing', async () => {
    const overruled = [first, second].map((code) => ({ unitId: unitIdOf(code), reason: '经核实无误。' }));
    expect(await close(overruled)).toMatchObject({ status: 422, code: 'VALUE_INVALID' });
  });

  test('closes when the dispute is overruled with a reason, which is kept', async () => {
    const reason = '经与市局核实，原数据无误。';
    const answer = await close([{ unitId: unitIdOf(second), reason }]);
    expect(answer).toMatchObject({ status: 200, body: { state: 'values-confirmed' } });
    const [event] = (await stage.service.sent()).slice(-1);
    expect(event?.payload).toMatchObject({ signatures: 3, confirmations: 5, overruled: 1, confirmedOn: '2025-01-10' });
    const [row] = await stage.service.sql<{ overruled: unknown }>('select overruled from cycle');
    expect(row?.overruled).toEqual([{ unitId: unitIdOf(second), reason }]);
  });

  test('takes no word any more once it is closed', async () => {
    expect(await sign(['E-WATER'], water)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    expect(await say(confirmed(first), signerOf(first))).toMatchObject({
      status: 409,
      code: 'STATE_CONFLICT',
    });
  });

  test('would also have closed by the newest word of the unit and a signature after its dispute', async () => {
    const other = await openStage();
    try {
      await other.to('collecting');
      const speak = (body: object) =>
        other.service.ask('confirmValues', { path: { cycleId: other.cycleId }, body }, signerOf(second));
      await other.sign();
      await other.confirm();
      await speak(disputed(second, {}));
      expect(await other.close()).toMatchObject({ status: 409, code: 'DISPUTES_OPEN' });
      await speak(confirmed(second));
      // Whether the dispute was answered by a correction or not: what is frozen is what the department signs from now on.
      expect(await other.close()).toMatchObject({ status: 409, code: 'SIGNATURES_OUTDATED' });
      const body = { elementCodes: ['E-WATER'] };
      await other.service.ask('signValues', { path: { cycleId: other.cycleId }, body }, water);
      expect((await other.close()).body.state).toBe('values-confirmed');
    } finally {
      await other.service.stop();
    }
  });
});
