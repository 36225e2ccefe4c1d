// The events: one JSON Schema a type, which also says who sends it, who receives it, and which field is its key.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readYaml, requireNone } from './contract-error.ts';

/** One released event type. */
export interface EventEntry {
  readonly producer: string;
  readonly consumers: readonly string[];
  readonly schema: Record<string, unknown>;
}

/** The events by their CloudEvents type, as `cn.jixiao.targets.PlanSubmitted.v1`, and the fields that are their keys. */
export interface Events {
  readonly entries: Record<string, EventEntry>;
  /** By the same types; `county` is the tenant of the envelope. */
  readonly keys: Record<string, string>;
}

const folder = 'contracts/events';
const tenant = 'county';

interface EventFile {
  readonly name: string;
  readonly 'x-sender'?: unknown;
  readonly 'x-consumers'?: unknown;
  readonly 'x-key'?: unknown;
  readonly schema: Record<string, unknown>;
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const isText = (value: unknown): value is string => typeof value === 'string';

const senderFaults = (sender: unknown, services: readonly string[]): string[] => {
  if (sender === undefined) return ['names no sender: add x-sender'];
  return isText(sender) && services.includes(sender)
    ? []
    : [`is sent by «${written(sender)}»: set x-sender to one of ${services.join(', ')}`];
};

const consumerFaults = (consumers: unknown, services: readonly string[]): string[] => {
  if (!Array.isArray(consumers)) return ['names no consumers: add x-consumers, [] where nobody reads it yet'];
  const unknown = consumers.filter((consumer) => !isText(consumer) || !services.includes(consumer));
  const twice = consumers.filter((consumer, index) => consumers.indexOf(consumer) < index);
  return [
    ...unknown.map((name) => `is read by «${written(name)}»: x-consumers takes ${services.join(', ')}`),
    ...twice.map((name) => `is read by ${String(name)} twice: name it once in x-consumers`),
  ];
};

const keyFaults = (key: unknown, { required }: Record<string, unknown>): string[] => {
  const fields = [tenant, ...(Array.isArray(required) ? required : [])];
  if (key === undefined) return ['names no key: add x-key, the field of the payload whose events stay in order'];
  return fields.includes(key)
    ? []
    : [`has the key «${written(key)}»: set x-key to ${tenant}, or to a field that the payload requires`];
};

/** What is wrong with an event, one sentence each. `services` are those that have a contract. */
export const eventFaults = (file: EventFile, services: readonly string[]): readonly string[] =>
  [
    ...senderFaults(file['x-sender'], services),
    ...consumerFaults(file['x-consumers'], services),
    ...keyFaults(file['x-key'], file.schema),
  ].map((fault) => `${file.name} ${fault}.`);

const readEvent = async (root: string, file: string): Promise<EventFile> => {
  const { ...schema } = (await readYaml(root, `${folder}/${file}`)) as Record<string, unknown>;
  const said: Record<string, unknown> = {};
  for (const word of ['x-sender', 'x-consumers', 'x-key']) {
    if (word in schema) said[word] = schema[word];
    delete schema[word];
  }
  return { name: file.replace(/\.yaml$/, ''), ...said, schema };
};

/** The events of contracts/events. Throws ContractError with the faults of all. */
export const readEvents = async (root: string, services: readonly string[]): Promise<Events> => {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.yaml')).sort();
  const files = await Promise.all(names.map((name) => readEvent(root, name)));
  requireNone(
    files.flatMap((file) => eventFaults(file, services)),
    folder,
  );
  const typed = files.map((file) => [`cn.jixiao.${String(file['x-sender'])}.${file.name}`, file] as const);
  return {
    entries: Object.fromEntries(
      typed.map(([type, { 'x-sender': producer, 'x-consumers': consumers, schema }]) => [
        type,
        { producer: String(producer), consumers: (consumers as readonly string[]).toSorted(), schema },
      ]),
    ),
    keys: Object.fromEntries(typed.map(([type, { 'x-key': key }]) => [type, String(key)])),
  };
};
