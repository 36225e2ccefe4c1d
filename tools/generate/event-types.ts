// The events as programs type them: their payloads, who sends and receives them, and their keys.
import type { EventEntry, Events } from './events.ts';

/** One schema that holds the payloads of all events as its properties, for the type generator. */
export const eventMapSchema = (entries: Record<string, EventEntry>): Record<string, unknown> => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(entries),
  properties: Object.fromEntries(
    Object.entries(entries).map(([type, { schema }]) => [
      type,
      { ...schema, title: `${type.split('.').at(-2)}${type.split('.').at(-1)?.toUpperCase()}` },
    ]),
  ),
});

/** The closing lines of `contracts/generated/events.ts`: who sends and who receives, and what keeps the order. */
export const eventRoutesSource = ({ entries, keys }: Events): string => {
  const routes = Object.fromEntries(
    Object.entries(entries).map(([type, { producer, consumers }]) => [type, { producer, consumers }]),
  );
  const tuple = (names: readonly string[]): string => `readonly [${names.map((name) => `'${name}'`).join(', ')}]`;
  return `
export type EventType = keyof EventMap;
/** Who sends each event and who receives it, as its file in contracts/events says. */
export interface EventRoutes {
${Object.entries(routes)
  .map(
    ([type, { producer, consumers }]) =>
      `  readonly '${type}': { readonly producer: '${producer}'; readonly consumers: ${tuple(consumers)} };`,
  )
  .join('\n')}
}
export const eventRoutes: EventRoutes = ${JSON.stringify(routes, null, 2)};
/** The field of the payload that is the key of each event; \`county\` is the tenant of the event itself. */
export const eventKeys: Readonly<Record<EventType, string>> = ${JSON.stringify(keys, null, 2)};
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
