// An event's file says who sends it, who reads it and what keeps its order; what it leaves out is said in one sentence.
import { describe, expect, test } from 'vitest';
import { asyncApiOf, headFaults } from './asyncapi.ts';
import { eventFaults } from './events.ts';

const services = ['evaluation', 'incentives', 'targets'];
const schema = { required: ['planId'], properties: { planId: {}, unitId: {} } };
const whole = {
  name: 'PlanSubmitted.v1',
  'x-sender': 'targets',
  'x-consumers': ['evaluation'],
  'x-key': 'planId',
  schema,
};

describe('an event', () => {
  test.each([
    ['says who sends it, who reads it and its key', whole, []],
    ['may be read by nobody yet', { ...whole, 'x-consumers': [] }, []],
    ['may be ordered by its county', { ...whole, 'x-key': 'county' }, []],
    ['needs a sender', { ...whole, 'x-sender': undefined }, ['names no sender: add x-sender.']],
    [
      'is sent by a service that there is',
      { ...whole, 'x-sender': 'gateway' },
      ['is sent by «gateway»: set x-sender to one of evaluation, incentives, targets.'],
    ],
    [
      'says that nobody reads it',
      { ...whole, 'x-consumers': undefined },
      ['names no consumers: add x-consumers, [] where nobody reads it yet.'],
    ],
    [
      'is read by services that there are, each named once',
      { ...whole, 'x-consumers': ['targets', 'hr', 'targets'] },
      [
        'is read by «hr»: x-consumers takes evaluation, incentives, targets.',
        'is read by targets twice: name it once in x-consumers.',
      ],
    ],
    [
      'needs a key',
      { ...whole, 'x-key': undefined },
      ['names no key: add x-key, the field of the payload whose events stay in order.'],
    ],
    [
      'has no key that its payload may leave out',
      { ...whole, 'x-key': 'unitId' },
      ['has the key «unitId»: set x-key to county, or to a field that the payload requires.'],
    ],
    [
      'is told everything at once',
      { name: 'PlanSubmitted.v1', schema: {} },
      [
        'names no sender: add x-sender.',
        'names no consumers: add x-consumers, [] where nobody reads it yet.',
        'names no key: add x-key, the field of the payload whose events stay in order.',
      ],
    ],
  ])('%s', (_rule, file, faults) => {
    expect(eventFaults(file, services)).toEqual(faults.map((fault) => `PlanSubmitted.v1 ${fault}`));
  });
});

describe('the AsyncAPI document', () => {
  const head = { asyncapi: '3.0.0', components: { schemas: { Envelope: {} } } };
  const entry = (consumers: readonly string[]) => ({ producer: 'targets', consumers, schema });
  const type = (version: string): string => `cn.jixiao.targets.PlanSubmitted.${version}`;

  test('has a channel and a message for each event, and an operation for each that sends or reads it', () => {
    const document = asyncApiOf(head, {
      entries: { [type('v1')]: entry(['evaluation', 'incentives']) },
      keys: { [type('v1')]: 'planId' },
    });
    expect(document).toEqual({
      asyncapi: '3.0.0',
      channels: {
        'PlanSubmitted.v1': {
          address: type('v1'),
          title: 'PlanSubmitted',
          'x-key': 'planId',
          messages: { PlanSubmitted: { $ref: '#/components/messages/PlanSubmitted.v1' } },
        },
      },
      operations: Object.fromEntries(
        [
          ['send', 'targets'],
          ['receive', 'evaluation'],
          ['receive', 'incentives'],
        ].map(([action, service]) => [
          `${service}.${action}.PlanSubmitted.v1`,
          { action, 'x-service': service, channel: { $ref: '#/channels/PlanSubmitted.v1' } },
        ]),
      ),
      components: {
        messages: {
          'PlanSubmitted.v1': {
            name: 'PlanSubmitted.v1',
            title: 'PlanSubmitted',
            payload: {
              allOf: [
                { $ref: '#/components/schemas/Envelope' },
                {
                  type: 'object',
                  properties: { type: { const: type('v1') }, source: { const: '/jixiao/targets' }, data: schema },
                },
              ],
            },
          },
        },
        schemas: { Envelope: {} },
      },
    });
  });

  test('keeps two versions of an event beside one another', () => {
    const document = asyncApiOf(head, {
      entries: { [type('v1')]: entry([]), [type('v2')]: entry([]) },
      keys: { [type('v1')]: 'planId', [type('v2')]: 'planId' },
    });
    expect(Object.keys(document['channels'] ?? {})).toEqual(['PlanSubmitted.v1', 'PlanSubmitted.v2']);
    expect(Object.keys(document['operations'] ?? {})).toHaveLength(2);
  });

  test.each(['channels', 'operations'])('has a head that does not say %s, which follow from the events', (group) => {
    expect(headFaults({ ...head, [group]: {} })).toEqual([
      expect.stringContaining(`${group} follow from contracts/events`),
    ]);
    expect(headFaults(head)).toEqual([]);
  });
});
