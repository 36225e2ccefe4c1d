// Codes that are names of every object, or that a pointer has to escape, are codes as any other.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { office } from '../../../../tests/support/evaluation/people.ts';
import { indicatorSystem } from '../../../../tests/support/evaluation/scheme.ts';
import { openStage, type Stage } from '../../../../tests/support/evaluation/stage.ts';
import { trialInput } from '../../../../tests/support/evaluation/trial-input.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.service.stop());

const input = trialInput('unit-a', 'unit-b', 'group-1');
const ask = (body: unknown) => stage.service.ask('runTrial', { body }, office);

/** A text with one word of the input written as another, wherever it stands as a whole. */
const renamed = (text: string, from: string, to: string): string => text.replaceAll(`"${from}"`, `"${to}"`);

test.each(
  ['plain', 'group-1', 'revenue', 'E-REVENUE', 'unit-a'].flatMap((code) =>
    ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'].map((name) => [code, name] as const),
  ),
)('the code %s may be called %s', async (code, name) => {
  const usual = await ask(input);
  expect(usual.status).toBe(200);
  const answer = await ask(JSON.parse(renamed(JSON.stringify(input), code, name)));
  expect(answer.status).toBe(200);
  expect(JSON.parse(renamed(JSON.stringify(answer.body), name, code))).toEqual(usual.body);
});

test.each(['constructor', 'toString', 'valueOf', '__proto__', 'x'])('a rule called %s is of no type', async (type) => {
  const [revenue, ...others] = indicatorSystem.indicators;
  const indicators = [{ ...revenue, rule: { type, floor: '0' } }, ...others];
  const answer = await ask({ ...input, indicatorSystem: { ...indicatorSystem, indicators } });
  expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  expect(answer.faults).toMatchObject([{ pointer: '/body/indicatorSystem/indicators/0/rule/type' }]);
});

test.each([
  ['a/b', 'a~1b'],
  ['a~b', 'a~0b'],
  ['~1', '~01'],
  ['/', '~1'],
  ['', ''],
  ['constructor', 'constructor'],
])('the weight of a class «%s» that the system lacks is at %s', async (code, part) => {
  const [revenue, ...others] = indicatorSystem.indicators;
  const indicators = [{ ...revenue, weights: { ...revenue?.weights, [code]: '1' } }, ...others];
  const answer = await ask({ ...input, indicatorSystem: { ...indicatorSystem, indicators } });
  expect(answer).toMatchObject({ status: 422, code: 'SCHEME_FAULTY' });
  const pointer = `/body/indicatorSystem/indicators/0/weights/${part}`;
  expect(answer.faults).toContainEqual(expect.objectContaining({ pointer, code: 'UNKNOWN_CLASS' }));
});

test('a weight under the name that sets a prototype is refused where it stands', async () => {
  const text = JSON.stringify(input).replace('"weights":{', '"weights":{"__proto__":"1",');
  const answer = await ask(JSON.parse(text));
  expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  expect(answer.faults).toMatchObject([{ pointer: '/body/indicatorSystem/indicators/0/weights/__proto__' }]);
});
