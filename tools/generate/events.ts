// The events: one JSON Schema a type, with who sends and who receives it from the AsyncAPI document.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One released event type. */
export interface EventEntry {
  readonly producer: string;
  readonly consumers: readonly string[];
  readonly schema: Record<string, unknown>;
}

interface AsyncApiDocument {
  readonly operations: Record<
    string,
    { readonly action: string; readonly 'x-service': string; readonly channel: { readonly $ref: string } }
  >;
}

const channelOf = (reference: string): string => reference.split('/').at(-1) ?? '';

/**
 * Events by their CloudEvents type, as `cn.jixiao.targets.PlanSubmitted.v1`. Throws where a schema has no sender, or a channel
 * no schema.
 */
export const readEvents = async (root: string): Promise<Record<string, EventEntry>> => {
  const asyncapi = parse(await readFile(join(root, 'contracts/asyncapi.yaml'), 'utf8')) as AsyncApiDocument;
  const files = (await readdir(join(root, 'contracts/events'))).filter((name) => name.endsWith('.yaml')).sort();
  const operations = Object.values(asyncapi.operations);
  const entries: Record<string, EventEntry> = {};
  for (const file of files) {
    const type = file.replace(/\.yaml$/, '');
    const onChannel = operations.filter((operation) => channelOf(operation.channel.$ref) === type);
    const producers = onChannel
      .filter((operation) => operation.action === 'send')
      .map((operation) => operation['x-service']);
    if (producers.length !== 1 || producers[0] === undefined)
      throw new Error(`contracts/asyncapi.yaml: ${type} needs exactly one sender`);
    const consumers = onChannel
      .filter((operation) => operation.action === 'receive')
      .map((operation) => operation['x-service']);
    const schema = parse(await readFile(join(root, 'contracts/events', file), 'utf8')) as Record<string, unknown>;
    entries[`cn.jixiao.${producers[0]}.${type}`] = { producer: producers[0], consumers: consumers.sort(), schema };
  }
  const orphans = operations
    .map((operation) => channelOf(operation.channel.$ref))
    .filter((type) => !files.includes(`${type}.yaml`));
  if (orphans.length > 0)
    throw new Error(`contracts/asyncapi.yaml names channels without a schema: ${[...new Set(orphans)].join(', ')}`);
  return entries;
};

/** One schema that holds the payloads of all events as its properties, for the type generator. */
export const eventMapSchema = (events: Record<string, EventEntry>): Record<string, unknown> => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(events),
  properties: Object.fromEntries(
    Object.entries(events).map(([type, { schema }]) => [
      type,
      { ...schema, title: `${type.split('.').at(-2)}${type.split('.').at(-1)?.toUpperCase()}` },
    ]),
  ),
});

/** The closing lines of `contracts/generated/events.ts`: who sends and who receives. */
export const eventRoutesSource = (events: Record<string, EventEntry>): string => {
  const routes = Object.fromEntries(
    Object.entries(events).map(([type, { producer, consumers }]) => [type, { producer, consumers }]),
  );
  const tuple = (names: readonly string[]): string => `readonly [${names.map((name) => `'${name}'`).join(', ')}]`;
  return `
export type EventType = keyof EventMap;
/** Who sends each event and who receives it, as contracts/asyncapi.yaml says. */
export interface EventRoutes {
${Object.entries(routes)
  .map(
    ([type, { producer, consumers }]) =>
      `  readonly '${type}': { readonly producer: '${producer}'; readonly consumers: ${tuple(consumers)} };`,
  )
  .join('\n')}
}
export const eventRoutes: EventRoutes = ${JSON.stringify(routes, null, 2)};
/** The events that a service sends. */
export type EventsOf<Service extends string> = {
  [Type in EventType]: EventRoutes[Type]['producer'] extends Service ? Type : never;
}[EventType];
/** The events that a service receives. */
export type EventsTo<Service extends string> = {
  [Type in EventType]: Service extends EventRoutes[Type]['consumers'][number] ? Type : never;
}[EventType];
`;
};
