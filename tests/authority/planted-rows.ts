// One record of each kind that an id can name, all of one county: what a person of another county must not learn of.
import { contractOf } from '#kernel/contract/load.ts';
import { serviceNames } from '#kernel/database/provision.ts';
import { personRow } from '#services/integration/personal/person.ts';
import { sampleOf } from '../bad-input/sample.ts';
import { indicatorSystem } from '../support/evaluation/scheme.ts';
import { placeCodes, placeIdOf } from '../support/small-directory.ts';
import { personKeys } from './person-keys.ts';
import {
  counties,
  plantedDay as day,
  plantedDigest as digest,
  plantedId as id,
  type PlantedRow,
  plantedKey,
} from './plant.ts';

type Service = (typeof serviceNames)[number];

const row = (service: Service, table: string, given: PlantedRow[2]): PlantedRow => [service, table, given];

const placeId = placeIdOf(placeCodes.first);
const placeCode = placeCodes.first;

const sampleOfSchema = (service: Service, schema: string): unknown =>
  sampleOf(contractOf(service), { $ref: `#/components/schemas/${schema}` });
/** What a contract shows of a schema: documents of a row have to fit it when they are read. */
const shown = (service: Service, schema: string): object => Object(sampleOfSchema(service, schema));

const directory = [
  [placeCodes.county, null],
  [placeCodes.first, placeCodes.county],
  [placeCodes.neighbour, null],
  [placeCodes.abroad, placeCodes.neighbour],
] as const;

/** An event that waits for an operator, alone on its key: one is to be set aside, the other to be redriven. */
const parked = (service: Service, position: number, key: string, eventId: string): readonly PlantedRow[] => {
  const where = { county: counties.own, consumer: service, source: sampleOfSchema(service, 'Code'), key };
  return [
    row(service, 'parked_key', where),
    row(service, 'parked_event', { ...where, position, event_id: eventId, state: 'parked' }),
  ];
};

/** What every service knows: the places of both counties, and their day. */
const everywhere: readonly PlantedRow[] = serviceNames.flatMap((service) => [
  ...directory.map(([code, parent]) => {
    const kind = parent === null ? 'county' : 'town';
    const parentId = parent === null ? null : placeIdOf(parent);
    const since = '[2000-01-01,)';
    const names = { place_id: placeIdOf(code), code, kind, parent_id: parentId };
    return row(service, 'directory_place', { ...names, valid: since, recorded: since });
  }),
  ...Object.values(counties).map((county) => row(service, 'business_day', { county })),
  ...parked(service, 1, id, id),
  ...parked(service, 2, plantedKey, '00000000-0000-4000-8000-000000000000'),
]);

const notified = {
  observation_set_id: id,
  observation_count: 1,
  observation_digest: digest,
  frozen_on: day,
  final_run_id: id,
  scored_on: day,
  result_digest: digest,
  notified_on: day,
  objections_due_on: day,
  decisions_due_on: day,
};
const published = { state: 'published', submitted_on: day, decision_id: id, approved_on: day, published_on: day };

/** What the rows say beyond the simplest values of their columns. */
const records: readonly PlantedRow[] = [
  row('targets', 'cycle', { light_rules: shown('evaluation', 'LightRules') }),
  row('targets', 'cycle_unit', { place_id: placeId }),
  row('targets', 'decision', { state: 'recorded' }),
  row('targets', 'plan', { place_id: placeId, place_code: placeCode, ...published }),
  row('targets', 'target', {
    place_id: placeId,
    direction: 'higher',
    accumulation: 'current',
    frequency: 'month',
    curve: { kind: 'even' },
  }),
  row('targets', 'light', { colour: 'grey', reason: 'not-due' }),
  row('targets', 'notice', { place_id: placeId, state: 'issued', colour: 'red', due_on: '2025-03-15' }),
  row('indicators', 'data_element', { code: id, direction: 'higher', accumulation: 'current', frequency: 'month' }),
  row('indicators', 'indicator_system', { state: 'draft', system: indicatorSystem }),
  row('indicators', 'observation_batch', {
    mode: 'keep-good',
    state: 'accepted',
    period: '2025-02',
    superseded_count: 0,
    unchanged_count: 0,
    rejected_count: 0,
    set_id: id,
  }),
  row('indicators', 'observation', { place_id: placeId, period: '2025-02', status: 'confirmed' }),
  row('evaluation', 'indicator_system', { system: indicatorSystem }),
  row('evaluation', 'cycle', {
    kind: 'annual',
    year: 2025,
    month_from: '2025-01',
    month_to: '2025-12',
    state: 'notified',
    rules: shown('evaluation', 'CycleRules'),
    groups: [shown('evaluation', 'Group')],
    ...notified,
  }),
  row('evaluation', 'unit', { place_id: placeId, place_code: placeCode }),
  row('evaluation', 'run', { kind: 'final' }),
  row('evaluation', 'score_sheet', { sheet: { ...shown('evaluation', 'ScoreSheet'), items: [] } }),
  row('evaluation', 'objection', { state: 'raised' }),
  row('evaluation', 'decision', { subject: 'unit-results', state: 'recorded', result_digest: digest }),
  row('evaluation', 'team_grade_proposal', {
    state: 'proposed',
    quota: shown('evaluation', 'Quota'),
    ties: [],
    tie_breaks: [],
    grades: [],
  }),
  row('incentives', 'cycle', {}),
  row('incentives', 'rule_set', { state: 'registered', measure_rules: [shown('incentives', 'MeasureRule')] }),
  row('incentives', 'measure', {
    place_id: placeId,
    year: 2025,
    grade: 'good',
    rule: shown('incentives', 'MeasureRule'),
    state: 'proposed',
  }),
  row('incentives', 'decision', { state: 'recorded', measures: [] }),
  row('integration', 'organisation', { place_id: placeId, credit_code: '11330381002547590A', kind: 'government' }),
  row('integration', 'team', { place_id: placeId }),
  row('integration', 'document', { year: 2025, form: 'paper' }),
  row('integration', 'registrar', { role: 'decision_recorder', organisation_id: null }),
  row('integration', 'synchronisation', { data_set: 'P1', state: 'completed' }),
  // Accepted: nothing is under way, and the workers that run beside the test leave it alone.
  row('integration', 'delivery', { partner: 'hr', kind: 'measure', state: 'accepted', body: '{}', receipt_date: day }),
];

const person = personRow(personKeys, counties.own, { id, name: '张三', idNumber: '330381198001010010', state: '1' });
const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

/** All of it. */
export const plantedRows: readonly PlantedRow[] = [
  ...everywhere,
  ...records,
  row('integration', 'person', {
    ...person,
    name_index: hex(person.name_index),
    id_number_index: hex(person.id_number_index),
  }),
];
