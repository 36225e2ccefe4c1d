// Rule sets are registered once, come into force by a document, and supersede one another.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId } from '#kernel/values/identifier.ts';
import {
  announceDocument,
  type Incentives,
  people,
  ruleSetDraft,
  startIncentives,
} from '../../../tests/support/incentives.ts';
import { county, gradeDocument, measureRules, otherCounty } from '../domain/rules.fixture.ts';

let service: Incentives;
beforeAll(async () => {
  service = await startIncentives();
});
afterAll(() => service.stop());

const register = (version: number): ReturnType<typeof service.ask<'registerRuleSet'>> =>
  service.ask('registerRuleSet', { body: { ...ruleSetDraft, version } }, people.organisation);
const publish = (
  ruleSetId: string,
  ifMatch = '"v1"',
  documentId = gradeDocument,
  person = people.organisation,
): ReturnType<typeof service.ask<'publishRuleSet'>> =>
  service.ask('publishRuleSet', { path: { ruleSetId }, body: { documentId }, ifMatch }, person);

describe('registering a rule set', () => {
  test('keeps its rules with their sources, and shows them again', async () => {
    const answer = await register(1);
    expect(answer).toMatchObject({ status: 201, etag: '"v1"', body: { state: 'registered', measureRules } });
    const read = await service.ask('getRuleSet', { path: { ruleSetId: answer.body.id } }, people.auditor);
    expect(read.body).toEqual(answer.body);
  });

  test('is refused for a version that is there, whatever it says', async () => {
    const body = { ...ruleSetDraft, measureRules: measureRules.slice(0, 1) };
    const answer = await service.ask('registerRuleSet', { body }, people.organisation);
    expect(answer).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  test('is refused with each contradiction of its rules', async () => {
    const [first] = measureRules;
    const body = { ...ruleSetDraft, version: 9, measureRules: [first, { ...first, parameter: '3' }] };
    const answer = await service.ask('registerRuleSet', { body }, people.organisation);
    expect(answer).toMatchObject({ status: 422, code: 'RULE_SET_FAULTY' });
    expect(answer.faults.map(({ pointer }) => pointer)).toEqual([
      '/body/measureRules/1/code',
      '/body/measureRules/1/parameter',
    ]);
  });

  test('is refused where a rule has no source', async () => {
    const rules = measureRules.map(({ source: _source, ...rule }) => rule);
    const answer = await service.ask(
      'registerRuleSet',
      { body: { ...ruleSetDraft, version: 9, measureRules: rules } },
      people.organisation,
    );
    expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  });

  test('is refused for another county, and without the authority', async () => {
    const abroad = { ...people.organisation, counties: [otherCounty] };
    const body = { ...ruleSetDraft, version: 9 };
    expect(await service.ask('registerRuleSet', { body }, abroad)).toMatchObject({ status: 403, code: 'OUT_OF_SCOPE' });
    const recorder = await service.ask('registerRuleSet', { body }, people.recorder);
    expect(recorder).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
    expect(await service.sql('select from rule_set where version = 9')).toHaveLength(0);
  });
});

describe('publishing a rule set', () => {
  test('needs a registered document, its current version, and the authority of its county', async () => {
    const { body } = await register(2);
    const unknown = businessId('test', 'document', 'unknown');
    expect(await publish(body.id, '"v1"', unknown)).toMatchObject({ status: 422, code: 'DOCUMENT_UNKNOWN' });
    expect(await publish(body.id, '"v7"')).toMatchObject({ status: 412, code: 'ETAG_STALE' });
    expect(await publish(body.id, '"v1"', gradeDocument, people.recorder)).toMatchObject({ status: 403 });
    const abroad = { ...people.organisation, counties: [otherCounty] };
    expect(await publish(body.id, '"v1"', gradeDocument, abroad)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await publish(businessId('test', 'nothing'))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await service.sql("select from rule_set where state <> 'registered'")).toHaveLength(0);
  });

  test('puts it into force, supersedes the one before, and announces it', async () => {
    const first = await register(3);
    const second = await register(4);
    expect(await publish(first.body.id)).toMatchObject({ status: 200, etag: '"v2"', body: { state: 'published' } });
    await announceDocument(service, businessId('test', 'document', 'second'));
    const answer = await publish(second.body.id, '"v1"', businessId('test', 'document', 'second'));
    expect(answer.body).toMatchObject({ state: 'published', publishedOn: '2026-03-25' });
    const before = await service.ask('getRuleSet', { path: { ruleSetId: first.body.id } }, people.auditor);
    expect(before).toMatchObject({ etag: '"v3"', body: { state: 'superseded', publishedOn: '2026-03-25' } });
    const [event] = (await service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.incentives.RuleSetPublished.v1',
      key: second.body.id,
      payload: { version: 4, digest: second.body.digest },
    });
  });

  test('is refused for one that is or was in force', async () => {
    const { body } = await service.ask('listRuleSets', { query: { county } }, people.organisation);
    for (const state of ['published', 'superseded'] as const) {
      const set = body.records.find((record) => record.state === state);
      const revision = state === 'published' ? 2 : 3;
      const answer = await publish(set?.id ?? '', `"v${revision}"`);
      expect(answer).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    }
  });

  test('leaves exactly one in force when two are published at once', async () => {
    const sets = [await register(5), await register(6), await register(7)];
    const answers = await Promise.all(sets.map(({ body }) => publish(body.id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await service.sql("select from rule_set where state = 'published'")).toHaveLength(1);
  });
});

describe('the list of rule sets', () => {
  test('pages through all of them once, without their rules, and by state', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { county, limit: '2', ...(cursor === null ? {} : { cursor }) };
      const { body } = await service.ask('listRuleSets', { query }, people.auditor);
      seen.push(...body.records.map(({ id }) => id));
      cursor = body.next;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(7);
    const { body } = await service.ask('listRuleSets', { query: { county, state: 'published' } }, people.auditor);
    expect(body.records).toMatchObject([{ ruleCount: measureRules.length }]);
  });
});
