// What is sent and read besides a schema: parameters, bodies, answers with their headers, each in its media types.
import type { Break, Direction } from './break.ts';
import { type Fields, fieldsOf, type Json, listOf, resolve, type Side } from './schema.ts';
import { schemaBreaks } from './schema-breaks.ts';

/** A part of an operation before and after, and the place for the finding. */
export interface Change {
  readonly before: Side;
  readonly after: Side;
  readonly where: string;
}

const within = ({ before, after, where }: Change, old: Json, now: Json, step = ''): Change => ({
  before: { ...before, schema: old },
  after: { ...after, schema: now },
  where: `${where}${step}`,
});

const schemasDiffer = ({ before, after, where }: Change, direction: Direction): Break[] =>
  schemaBreaks(before, after, direction, where);

const mediaBreaks = (change: Change, direction: Direction): Break[] => {
  const [old, now] = [fieldsOf(resolve(change.before)['content']), fieldsOf(resolve(change.after)['content'])];
  return Object.entries(old).flatMap(([type, media]) => {
    if (now[type] === undefined) return [{ where: change.where, what: `the media type ${type} is gone` }];
    const step = type === 'application/json' ? '' : ` ${type}`;
    return schemasDiffer(within(change, fieldsOf(media)['schema'], fieldsOf(now[type])['schema'], step), direction);
  });
};

const parametersOf = ({ document, schema }: Side): Map<string, Fields> =>
  new Map(
    listOf(fieldsOf(schema)['parameters']).map((parameter) => {
      const resolved = resolve({ document, schema: parameter });
      const name = String(resolved['name']);
      // The names of headers are the same in any case (RFC 9110).
      return [`${String(resolved['in'])} ${resolved['in'] === 'header' ? name.toLowerCase() : name}`, resolved];
    }),
  );

// How a list or an object is written into the address. Left out, it is what OpenAPI says.
const spellings = ['style', 'explode', 'allowReserved', 'content'];

/** The broken promises of an operation's parameters. */
export const parameterBreaks = (change: Change): Break[] => {
  const { where } = change;
  const [old, now] = [parametersOf(change.before), parametersOf(change.after)];
  const gone = [...old.keys()].filter((name) => !now.has(name));
  const changed = [...now].flatMap(([name, parameter]) => {
    const released = old.get(name);
    const demanded = parameter['required'] === true && released?.['required'] !== true;
    const own = demanded ? [{ where, what: `the parameter ${name} became required` }] : [];
    if (released === undefined) return own;
    const respelled = spellings
      .filter((key) => JSON.stringify(released[key]) !== JSON.stringify(parameter[key]))
      .map((key) => ({ where: `${where} ${name}`, what: `${key} became ${JSON.stringify(parameter[key])}` }));
    const schemas = schemasDiffer(within(change, released['schema'], parameter['schema'], ` ${name}`), 'sent');
    return [...own, ...respelled, ...schemas];
  });
  return [...gone.map((name) => ({ where, what: `the parameter ${name} is gone` })), ...changed];
};

/** The broken promises of an operation's body. */
export const bodyBreaks = (change: Change): Break[] => {
  const where = `${change.where} body`;
  const [old, now] = [fieldsOf(change.before.schema)['requestBody'], fieldsOf(change.after.schema)['requestBody']];
  const body = { ...within(change, old, now), where };
  const demanded =
    resolve(body.after)['required'] === true && resolve(body.before)['required'] !== true
      ? [{ where, what: 'the body became required' }]
      : [];
  return [...demanded, ...mediaBreaks(body, 'sent')];
};

const headerBreaks = (change: Change): Break[] => {
  const { where } = change;
  const [old, now] = [fieldsOf(resolve(change.before)['headers']), fieldsOf(resolve(change.after)['headers'])];
  const names = new Map(Object.keys(now).map((name) => [name.toLowerCase(), name]));
  return Object.entries(old).flatMap(([name, header]) => {
    const successor = now[names.get(name.toLowerCase()) ?? ''];
    if (successor === undefined) return [{ where, what: `the header ${name} is gone` }];
    const both = within(change, header, successor, ` ${name}`);
    const [released, current] = [resolve(both.before), resolve(both.after)];
    const lost = released['required'] === true && current['required'] !== true;
    const own = lost ? [{ where, what: `the header ${name} is no longer always there` }] : [];
    return [...own, ...schemasDiffer(within(both, released['schema'], current['schema']), 'read')];
  });
};

/** The broken promises of an operation's answers. A client takes an unknown refusal by its class (RFC 9110), a success it doesn't. */
export const answerBreaks = (change: Change): Break[] => {
  const { where } = change;
  const [old, now] = [
    fieldsOf(fieldsOf(change.before.schema)['responses']),
    fieldsOf(fieldsOf(change.after.schema)['responses']),
  ];
  const added = Object.keys(now)
    .filter((status) => Number(status) < 400 && old[status] === undefined)
    .map((status) => ({ where, what: `a reader of the released contract does not know the answer ${status}` }));
  const kept = Object.entries(old).flatMap(([status, answer]) => {
    if (now[status] === undefined) return [{ where, what: `the answer ${status} is gone` }];
    const both = within(change, answer, now[status], ` ${status}`);
    return [...mediaBreaks(both, 'read'), ...headerBreaks(both)];
  });
  return [...added, ...kept];
};
