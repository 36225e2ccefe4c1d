// What released documents promise and their successors no longer keep: bundled OpenAPI 3.1, and the bundle of the events.
import { bodyBytesMaxDefault } from '#kernel/contract/document.ts';
import type { Break } from './break.ts';
import { answerBreaks, bodyBreaks, type Change, parameterBreaks } from './exchange-breaks.ts';
import { type Fields, fieldsOf, listOf, type Side } from './schema.ts';
import { schemaBreaks } from './schema-breaks.ts';

const methods = new Set('get put post delete options head patch trace'.split(' '));

interface Operation {
  readonly name: string;
  readonly side: Side;
}

/** The operations by method and path. What a path says of all its operations is said of each. */
const operationsOf = (document: Fields): Map<string, Operation> =>
  new Map(
    Object.entries(fieldsOf(document['paths'])).flatMap(([path, item]) =>
      Object.entries(fieldsOf(item))
        .filter(([method]) => methods.has(method))
        .map(([method, operation]) => {
          const parameters = [...listOf(fieldsOf(item)['parameters']), ...listOf(fieldsOf(operation)['parameters'])];
          const schema = { ...fieldsOf(operation), parameters };
          return [
            `${method.toUpperCase()} ${path}`,
            { name: String(fieldsOf(operation)['operationId']), side: { document, schema } },
          ];
        }),
    ),
  );

const bytesMax = ({ schema }: Side): number => Number(fieldsOf(schema)['x-body-bytes-max'] ?? bodyBytesMaxDefault);

const sizeBreaks = ({ before, after, where }: Change): Break[] =>
  bytesMax(after) < bytesMax(before)
    ? [{ where, what: `the body may have only ${bytesMax(after)} bytes, had ${bytesMax(before)}` }]
    : [];

const addressOf = (document: Fields): string => JSON.stringify(document['servers'] ?? []);

/** Every promise of a released document that its successor breaks. */
export const breaksBetween = (released: Fields, current: Fields): Break[] => {
  const successors = operationsOf(current);
  const moved =
    addressOf(released) === addressOf(current)
      ? []
      : [{ where: 'servers', what: `the address became ${addressOf(current)}, was ${addressOf(released)}` }];
  const operations = [...operationsOf(released)].flatMap(([where, operation]): Break[] => {
    const successor = successors.get(where);
    if (successor === undefined) return [{ where, what: 'the operation is gone' }];
    const change = { before: operation.side, after: successor.side, where };
    const renamed =
      operation.name === successor.name ? [] : [{ where, what: `the operationId became ${successor.name}` }];
    return [
      ...renamed,
      ...parameterBreaks(change),
      ...bodyBreaks(change),
      ...sizeBreaks(change),
      ...answerBreaks(change),
    ];
  });
  return [...moved, ...operations];
};

/** The same of events. A reader of events takes what it knows: a payload may gain fields and loses nothing (exchange rule E19). */
export const eventBreaksBetween = (released: Fields, current: Fields): Break[] =>
  Object.entries(released).flatMap(([type, event]) => {
    if (current[type] === undefined) return [{ where: type, what: 'the event is gone' }];
    const [before, after] = [event, current[type]].map((one) => {
      const schema = fieldsOf(one)['schema'];
      return { document: fieldsOf(schema), schema };
    });
    return before === undefined || after === undefined ? [] : schemaBreaks(before, after, 'read', type);
  });
