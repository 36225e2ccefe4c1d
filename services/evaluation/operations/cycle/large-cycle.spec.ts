// The largest cycle that the contract lets open: its event always fits, and light rules beyond that are refused with a code.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventBytesMax } from '#kernel/exchange/limits.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import { office } from '../../../../tests/support/evaluation/people.ts';
import { indicatorSystem, rules } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { county } from '../../../../tests/support/small-directory.ts';
import { lightRulesBytesMax } from '../../domain/light-rules.ts';

const unitsMax = 200;
const codeLengthMax = 64;
const performances = Array.from({ length: unitsMax }, (_, index) => ({
  code: `330381${String(index + 201)}000`,
  revenue: '100',
  water: '100',
}));

// Each indicator may have one curve: those without points are there for theirs.
const system = {
  ...indicatorSystem,
  indicators: [
    ...indicatorSystem.indicators,
    ...indicatorSystem.indicators
      .slice(0, 1)
      .flatMap((like) =>
        Array.from({ length: 198 }, (_, index) => ({ ...like, code: `I${index}`, weights: { plain: '0' } })),
      ),
  ],
};
const scheme = rules() as { readonly lightRules: object };
const lightRulesWith = (curves: readonly object[]) => ({ ...scheme.lightRules, curves });
const bytesOf = (value: unknown): number => Buffer.byteLength(canonicalJson(value));

/** Light rules of so many bytes: Chinese sources of three bytes a character, and one of single bytes to make up the rest. */
const lightRulesOf = (bytes: number): object => {
  const curves: object[] = [];
  const curve = (source: string) => ({ indicatorCode: `I${curves.length}`, kind: 'even', source });
  const short = () => bytes - bytesOf(lightRulesWith([...curves, curve('')]));
  while (short() > 500) curves.push(curve('据'.repeat(Math.min(500, Math.floor(short() / 3) - 40))));
  return lightRulesWith([...curves, curve('a'.repeat(short()))]);
};

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ performances, system, groupOf: () => 'g'.repeat(codeLengthMax) });
  await stage.service.beginDay(county, '2025-01-10');
});
afterAll(() => stage.service.stop());

const open = (lightRules: object) =>
  stage.service.ask('openCycle', { body: { ...stage.draft, rules: { ...scheme, lightRules } } }, office);

test('light rules of one byte more than an event can carry are refused, and nothing is stored', async () => {
  const beyond = lightRulesOf(lightRulesBytesMax + 1);
  expect(bytesOf(beyond)).toBe(lightRulesBytesMax + 1);
  expect(await open(beyond)).toMatchObject({ status: 422, code: 'LIGHT_RULES_TOO_LARGE' });
  expect(await stage.service.sql('select from cycle')).toHaveLength(0);
});

test('light rules of the most bytes open a cycle of 200 units, also with the longest codes', async () => {
  const most = lightRulesOf(lightRulesBytesMax);
  expect(bytesOf(most)).toBe(lightRulesBytesMax);
  expect(await open(most)).toMatchObject({ status: 201 });
  const event = (await stage.service.sent()).at(-1);
  const codesLonger = unitsMax * (codeLengthMax - 'plain'.length) + 3 * codeLengthMax;
  expect(bytesOf(event?.payload) + codesLonger).toBeLessThan(eventBytesMax);
});
