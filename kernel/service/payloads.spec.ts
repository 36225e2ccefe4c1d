// E19: consumers read the payloads of each released event, tolerate what a newer producer added, and park what they can't read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventRoutes } from '#contracts/generated/events.ts';
import { PayloadUnfit, payloadReader } from './payloads.ts';

const contracts = join(import.meta.dirname, '../../contracts');
const parsed = (path: string): unknown => JSON.parse(readFileSync(join(contracts, path), 'utf8'));
const fileOf = (type: string): string => `${type.split('.').slice(-2).join('.')}.json`;
const exampleOf = (type: string, folder = 'examples/events'): object => parsed(`${folder}/${fileOf(type)}`) as object;

/** What the contract that was released promises of an event, at the least. */
interface Promised {
  readonly consumers: readonly string[];
  readonly schema: { readonly required: readonly string[] };
}
const released = parsed('released/events.json') as Readonly<Record<string, Promised>>;
const releasedRead = Object.entries(released).flatMap(([type, { consumers }]) =>
  consumers.map((consumer) => [type, consumer] as const),
);
const read = Object.entries({ ...eventRoutes }).flatMap(([type, { consumers }]) =>
  consumers.map((consumer) => [type, consumer] as const),
);
const dayBegan = 'cn.jixiao.integration.DayBegan.v1';
const reader = payloadReader('targets');
const readAs = (type: string, payload: unknown): unknown => reader({ type, schemaVersion: '1.0' }, payload);

describe('the stored example', () => {
  test.each(read)('E19 of %s is read by %s', (type, consumer) => {
    const payload = exampleOf(type);
    expect(payloadReader(consumer)({ type, schemaVersion: '1.0' }, payload)).toMatchObject(payload);
  });
});

describe('the example that was released', () => {
  test.each(releasedRead)('E19 of %s is still read by %s, as it was', (type, consumer) => {
    const payload = exampleOf(type, 'released/examples');
    expect(payloadReader(consumer)({ type, schemaVersion: '1.0' }, payload)).toMatchObject(payload);
  });

  test.each(releasedRead)('E19 of %s is still read by %s with no more than its contract promised', (type, consumer) => {
    const { required } = released[type]?.schema ?? { required: [] };
    const least = Object.fromEntries(
      Object.entries(exampleOf(type, 'released/examples')).filter(([field]) => required.includes(field)),
    );
    expect(payloadReader(consumer)({ type, schemaVersion: '1.0' }, least)).toMatchObject(least);
  });
});

describe('a payload', () => {
  test('E19 keeps the fields that a newer producer added', () => {
    const payload = { ...exampleOf(dayBegan), added: { later: true } };
    expect(readAs(dayBegan, payload)).toEqual(payload);
  });

  test.each([
    ['without a field', { county: undefined }, '/ must have required property'],
    ['with a field of another type', { date: 20_250_102 }, '/date must be string'],
    ['with a date that is none', { date: '2025-02-30' }, '/date must match format "date"'],
  ])('E19 %s is refused, which parks its event with the place', (_what, changes, where) => {
    const payload = JSON.parse(JSON.stringify({ ...exampleOf(dayBegan), ...changes })) as unknown;
    expect(() => readAs(dayBegan, payload)).toThrow(PayloadUnfit);
    expect(() => readAs(dayBegan, payload)).toThrow(where);
  });

  test.each([['text'], [null], [[]], [7]])('E19 that is %j is refused', (payload) => {
    expect(() => readAs(dayBegan, payload)).toThrow(PayloadUnfit);
  });

  test('of an event that the service does not read is let through, since nobody reacts to it', () => {
    expect(readAs('cn.jixiao.targets.Unknown.v1', 'anything')).toBe('anything');
  });
});
