// Reading the payloads of events by their contracts: tolerant of what is not known, exact in what is (exchange rule E19).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { createAjv } from '#kernel/contract/ajv.ts';
import type { JsonSchema } from '#kernel/contract/document.ts';
import type { ReadPayload } from '#kernel/exchange/reaction.ts';

interface EventContract {
  readonly consumers: readonly string[];
  readonly schema: JsonSchema;
}

const contracts = join(import.meta.dirname, '../../contracts/generated/events.json');

/** The payload does not fit the contract of its event: the event is parked, since trying again helps nothing. */
export class PayloadUnfit extends Error {
  constructor(type: string, where: string) {
    super(`the payload of ${type} does not fit its contract: ${where}`);
    this.name = 'PayloadUnfit';
  }
}

const whereOf = (check: ValidateFunction): string =>
  (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`).join('; ');

/**
 * The reader of a service's incoming payloads, compiled at its start. Fields that a newer producer added pass; fields that an
 * older one did not know are filled with the default of the contract, where it names one. Throws PayloadUnfit.
 */
export const payloadReader = (service: string): ReadPayload => {
  const events = JSON.parse(readFileSync(contracts, 'utf8')) as Readonly<Record<string, EventContract>>;
  const ajv = createAjv();
  const checks = new Map(
    Object.entries(events)
      .filter(([, { consumers }]) => consumers.includes(service))
      .map(([type, { schema }]) => [type, ajv.compile(schema)]),
  );
  return ({ type }, payload) => {
    const check = checks.get(type);
    if (check === undefined) return payload;
    const read: unknown = structuredClone(payload);
    if (!check(read)) throw new PayloadUnfit(type, whereOf(check));
    return read;
  };
};
