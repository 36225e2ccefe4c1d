// The AsyncAPI document: its head is written by hand, its channels, operations and messages follow from the events.
import { readYaml, requireNone } from './contract-error.ts';
import type { Events } from './events.ts';

const headFile = 'contracts/asyncapi.yaml';
const derived = ['channels', 'operations', 'messages'];

type Fields = Record<string, unknown>;

interface Head extends Fields {
  readonly components: Fields;
}

interface Event {
  /** `PlanSubmitted.v1` */
  readonly version: string;
  /** `PlanSubmitted` */
  readonly title: string;
  readonly type: string;
  readonly producer: string;
  readonly consumers: readonly string[];
  readonly key: string;
  readonly schema: Fields;
}

const eventsOf = ({ entries, keys }: Events): readonly Event[] =>
  Object.entries(entries).map(([type, entry]) => {
    const version = type.split('.').slice(-2).join('.');
    return { ...entry, type, version, title: version.split('.')[0] ?? version, key: keys[type] ?? '' };
  });

// A second version of an event stands beside the first: what refers to it is named by the version, too.
const reference = (group: string, name: string): { readonly $ref: string } => ({ $ref: `#/${group}/${name}` });

const channelOf = ({ version, title, type, key }: Event): Fields => ({
  address: type,
  title,
  'x-key': key,
  messages: { [title]: reference('components/messages', version) },
});

const operationOf = (action: 'send' | 'receive', service: string, { version }: Event): [string, Fields] => [
  `${service}.${action}.${version}`,
  { action, 'x-service': service, channel: reference('channels', version) },
];

const messageOf = ({ version, title, type, producer, schema }: Event): Fields => ({
  name: version,
  title,
  payload: {
    allOf: [
      reference('components/schemas', 'Envelope'),
      {
        type: 'object',
        properties: { type: { const: type }, source: { const: `/jixiao/${producer}` }, data: schema },
      },
    ],
  },
});

/** The document out of its head and the events; it needs no other file. */
export const asyncApiOf = (head: Head, events: Events): Fields => {
  const all = eventsOf(events);
  const byVersion = (partOf: (event: Event) => Fields): Fields =>
    Object.fromEntries(all.map((event) => [event.version, partOf(event)]));
  return {
    ...head,
    channels: byVersion(channelOf),
    operations: Object.fromEntries(
      all.flatMap((event) => [
        operationOf('send', event.producer, event),
        ...event.consumers.map((consumer) => operationOf('receive', consumer, event)),
      ]),
    ),
    components: { messages: byVersion(messageOf), ...head.components },
  };
};

/** What the head must not say, since it follows from the events. */
export const headFaults = (head: Head): readonly string[] =>
  derived
    .filter((group) => group in head || group in head.components)
    .map((group) => `${group} follow from contracts/events: say them there, by x-sender, x-consumers and x-key.`);

/** The document, read and made. Throws ContractError. */
export const asyncApiDocument = async (root: string, events: Events): Promise<Fields> => {
  const head = (await readYaml(root, headFile)) as Head;
  requireNone(headFaults(head), headFile);
  return asyncApiOf(head, events);
};
