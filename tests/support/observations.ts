// Data elements, rows and people for specs that send observations.
import type { operations } from '#contracts/generated/indicators.ts';
import type { Received } from '#services/indicators/handler.ts';
import { indicators } from '#services/indicators/service.ts';
import {
  type Answer,
  type BodyOf,
  type Person,
  type Question,
  type ServiceUnderTest,
  serviceUnderTest,
} from './service.ts';
import { county, placeCodes, placeIdOf, plantDirectory } from './small-directory.ts';

/** The organisation that delivers the elements. */
export const finance = '0b8f4e1a-3f0e-5b61-9d9a-6a2f1c0e7d31';

const wholeCounty = [placeIdOf(placeCodes.county)];

type Actor = 'platform' | 'department' | 'office' | 'township' | 'auditor' | 'integration' | 'evaluation';

/** Who sends and reads; each sees the whole county but the township's own people. */
export const people: Readonly<Record<Actor, Person>> = {
  platform: { roles: ['provincial_platform'], places: wholeCounty },
  department: { roles: ['department_filler'], places: wholeCounty, organisation: finance },
  office: { roles: ['assessment_office'], places: wholeCounty },
  township: { roles: ['township_filler'], places: [placeIdOf(placeCodes.first)] },
  auditor: { roles: ['auditor'], places: wholeCounty },
  integration: { roles: ['service:integration'] },
  evaluation: { roles: ['service:evaluation'] },
};

/** A data element with bounds 0 and 9999.99 and two places. */
export const element = (code: string, more: object = {}): object => ({
  code,
  version: 1,
  name: code,
  definition: code,
  dimension: '经济发展',
  unit: '万元',
  precision: 2,
  direction: 'higher',
  accumulation: 'cumulative',
  frequency: 'month',
  minimum: '0',
  maximum: '9999.99',
  sourceOrganisationId: finance,
  ...more,
});

/** The day on which a department delivers the values of a month: the 8th of the next one. */
const deliveredOn = (month: string): string => {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, number ?? 0, 8)).toISOString().slice(0, 10);
};

/** A good row of March 2025 for the first township; of another month, it is as of that month's delivery. */
export const row = (more: { readonly period?: string; readonly [field: string]: unknown } = {}): object => ({
  element: 'EC-1',
  unit: placeCodes.first,
  period: '2025-03',
  revision: 1,
  value: '12.50',
  status: 'confirmed',
  asOf: deliveredOn(/^\d{4}-\d{2}$/.test(more.period ?? '') ? (more.period ?? '') : '2025-03'),
  reason: null,
  ...more,
});

/** Rows as lines of NDJSON. */
export const ndjson = (rows: readonly object[]): string[] => rows.map((each) => `${JSON.stringify(each)}\n`);

/** The indicators service with the small directory and elements EC-1, EC-2, QT-1 (quarterly) and OT-1 (of another department). */
export const indicatorsUnderTest = async (
  moreUnits: readonly string[] = [],
): Promise<ServiceUnderTest<operations, Received>> => {
  const service = await serviceUnderTest(
    indicators({ fetchPage: () => Promise.reject(new Error('no set is pulled')) }),
  );
  await service.beginDay(county, '2025-09-10');
  await plantDirectory(service, moreUnits);
  const elements = [
    element('EC-1'),
    element('EC-2'),
    element('QT-1', { frequency: 'quarter' }),
    element('OT-1', { sourceOrganisationId: placeIdOf('other') }),
  ];
  await service.ask('putElements', { query: { county }, body: { elements } }, people.integration);
  return service;
};

/** What is said of a batch beside its rows; each has a source of its own unless it names one. */
export interface Sending {
  readonly source?: string;
  readonly period?: string;
  readonly mode?: 'keep-good' | 'all-or-nothing';
  readonly contentType?: string;
  readonly idempotencyKey?: string;
  readonly by?: Person;
  readonly query?: Readonly<Record<string, string>>;
}

let sources = 0;

/** Sends a batch of chunks. */
export const send = (
  service: ServiceUnderTest<operations, Received>,
  chunks: NonNullable<Question['stream']>,
  more: Sending = {},
): Promise<Answer<BodyOf<operations['sendObservationBatch']>>> => {
  sources += 1;
  const { source = `source-${sources}`, period = '2025-03', mode = 'keep-good' } = more;
  return service.ask(
    'sendObservationBatch',
    {
      query: { county, source, period, mode, ...more.query },
      contentType: more.contentType ?? 'application/x-ndjson',
      stream: chunks,
      ...(more.idempotencyKey === undefined ? {} : { idempotencyKey: more.idempotencyKey }),
    },
    more.by ?? people.platform,
  );
};

/** The rejected rows of a batch as line, code and field. */
export const rejects = async (
  service: ServiceUnderTest<operations, Received>,
  batchId: string,
): Promise<(string | number | null)[][]> => {
  const { body } = await service.ask('listRejectedRows', { path: { batchId } }, people.office);
  return body.records.map(({ line, code, field }) => [line, code, field]);
};
