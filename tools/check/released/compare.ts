// What a released contract promises and its successor no longer keeps. Both are bundled OpenAPI 3.1 documents.

type Json = unknown;
type Fields = Readonly<Record<string, Json>>;

/** One broken promise: where, and what broke it. */
export interface Break {
  readonly where: string;
  readonly what: string;
}

/** In which direction a schema travels: what callers send may be let in more freely, what they read may only become richer. */
type Direction = 'sent' | 'read';

interface Side {
  readonly document: Fields;
  readonly schema: Json;
}

const depthMax = 24;

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: Json): Fields => (isFields(value) ? value : {});
const textsOf = (value: Json): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const resolve = ({ document, schema }: Side): Fields => {
  let current = fieldsOf(schema);
  for (let hops = 0; typeof current['$ref'] === 'string' && hops < depthMax; hops += 1) {
    const parts = current['$ref'].replace('#/', '').split('/');
    current = fieldsOf(parts.reduce<Json>((value, part) => fieldsOf(value)[part], document));
  }
  return current;
};

const typesOf = (schema: Fields): readonly string[] =>
  Array.isArray(schema['type'])
    ? textsOf(schema['type'])
    : schema['type'] === undefined
      ? []
      : textsOf([schema['type']]);

const limits: readonly (readonly [string, 'lower' | 'upper'])[] = [
  ['minimum', 'lower'],
  ['minLength', 'lower'],
  ['minItems', 'lower'],
  ['maximum', 'upper'],
  ['maxLength', 'upper'],
  ['maxItems', 'upper'],
];

/** A limit on what is sent that became narrower refuses what was good before. */
const narrowed = (before: Fields, after: Fields): string[] =>
  limits.flatMap(([name, kind]) => {
    const [old, now] = [before[name], after[name]];
    if (typeof now !== 'number') return [];
    const tighter = typeof old !== 'number' || (kind === 'lower' ? now > old : now < old);
    return tighter ? [`${name} became ${now}`] : [];
  });

const typeBreaks = (before: Fields, after: Fields, direction: Direction): string[] => {
  const [old, now] = [typesOf(before), typesOf(after)];
  if (now.length === 0) return [];
  const lost =
    direction === 'sent' ? old.filter((type) => !now.includes(type)) : now.filter((type) => !old.includes(type));
  return old.length > 0 && lost.length > 0 ? [`the type became ${now.join(' or ')}, was ${old.join(' or ')}`] : [];
};

const enumBreaks = (before: Fields, after: Fields, direction: Direction): string[] => {
  if (before['enum'] === undefined && after['enum'] === undefined) return [];
  const [old, now] = [textsOf(before['enum']), textsOf(after['enum'])];
  if (direction === 'sent') {
    const gone = after['enum'] === undefined ? [] : old.filter((value) => !now.includes(value));
    return gone.length > 0 ? [`the value ${gone.join(', ')} is no longer taken`] : [];
  }
  const added = before['enum'] === undefined ? [] : now.filter((value) => !old.includes(value));
  return added.length > 0 ? [`a reader of the released contract does not know the value ${added.join(', ')}`] : [];
};

const requiredBreaks = (before: Fields, after: Fields, direction: Direction): string[] => {
  const [old, now] = [textsOf(before['required']), textsOf(after['required'])];
  if (direction === 'sent') return now.filter((name) => !old.includes(name)).map((name) => `«${name}» became required`);
  return old.filter((name) => !now.includes(name)).map((name) => `«${name}» is no longer always there`);
};

/** The broken promises of a schema. */
export const schemaBreaks = (before: Side, after: Side, direction: Direction, where: string, depth = 0): Break[] => {
  if (depth > depthMax) return [];
  const [old, now] = [resolve(before), resolve(after)];
  const here = [
    ...typeBreaks(old, now, direction),
    ...enumBreaks(old, now, direction),
    ...requiredBreaks(old, now, direction),
    ...(direction === 'sent' ? narrowed(old, now) : []),
    ...(direction === 'sent' && now['pattern'] !== undefined && now['pattern'] !== old['pattern']
      ? [`the pattern became ${JSON.stringify(now['pattern'])}`]
      : []),
  ].map((what) => ({ where, what }));
  const [oldFields, newFields] = [fieldsOf(old['properties']), fieldsOf(now['properties'])];
  const fields = Object.entries(oldFields).flatMap(([name, schema]) => {
    const successor = newFields[name];
    if (successor === undefined) return [{ where, what: `the field «${name}» is gone` }];
    return schemaBreaks(
      { ...before, schema },
      { ...after, schema: successor },
      direction,
      `${where}.${name}`,
      depth + 1,
    );
  });
  const items =
    old['items'] === undefined
      ? []
      : schemaBreaks(
          { ...before, schema: old['items'] },
          { ...after, schema: now['items'] },
          direction,
          `${where}[]`,
          depth + 1,
        );
  return [...here, ...fields, ...items];
};

const bodySchema = (holder: Json): Json =>
  fieldsOf(fieldsOf(fieldsOf(holder)['content'])['application/json'])['schema'];

const parametersOf = (document: Fields, operation: Fields): Map<string, Fields> =>
  new Map(
    (Array.isArray(operation['parameters']) ? operation['parameters'] : []).map((parameter: Json) => {
      const resolved = resolve({ document, schema: parameter });
      return [`${String(resolved['in'])} ${String(resolved['name'])}`, resolved];
    }),
  );

const parameterBreaks = (before: Side, after: Side, where: string): Break[] => {
  const [old, now] = [
    parametersOf(before.document, fieldsOf(before.schema)),
    parametersOf(after.document, fieldsOf(after.schema)),
  ];
  const gone = [...old.keys()]
    .filter((name) => !now.has(name))
    .map((name) => ({ where, what: `the parameter ${name} is gone` }));
  const changed = [...now].flatMap(([name, parameter]) => {
    const released = old.get(name);
    if (parameter['required'] === true && released?.['required'] !== true)
      return [{ where, what: `the parameter ${name} became required` }];
    if (released === undefined) return [];
    return schemaBreaks(
      { ...before, schema: released['schema'] },
      { ...after, schema: parameter['schema'] },
      'sent',
      `${where} ${name}`,
    );
  });
  return [...gone, ...changed];
};

const answerBreaks = (before: Side, after: Side, where: string): Break[] => {
  const [old, now] = [fieldsOf(fieldsOf(before.schema)['responses']), fieldsOf(fieldsOf(after.schema)['responses'])];
  return Object.entries(old)
    .filter(([status]) => Number(status) < 300)
    .flatMap(([status, answer]) => {
      if (now[status] === undefined) return [{ where, what: `the answer ${status} is gone` }];
      return schemaBreaks(
        { ...before, schema: bodySchema(answer) },
        { ...after, schema: bodySchema(now[status]) },
        'read',
        `${where} ${status}`,
      );
    });
};

const operationBreaks = (before: Side, after: Side, where: string): Break[] => {
  const [old, now] = [fieldsOf(before.schema), fieldsOf(after.schema)];
  const renamed =
    old['operationId'] === now['operationId']
      ? []
      : [{ where, what: `the operationId became ${String(now['operationId'])}` }];
  const body = schemaBreaks(
    { ...before, schema: bodySchema(old['requestBody']) },
    { ...after, schema: bodySchema(now['requestBody']) },
    'sent',
    `${where} body`,
  );
  return [...renamed, ...parameterBreaks(before, after, where), ...body, ...answerBreaks(before, after, where)];
};

/** Every promise of a released document that its successor breaks. */
export const breaksBetween = (released: Fields, current: Fields): Break[] => {
  const [oldPaths, newPaths] = [fieldsOf(released['paths']), fieldsOf(current['paths'])];
  return Object.entries(oldPaths).flatMap(([path, item]) =>
    Object.entries(fieldsOf(item)).flatMap(([method, operation]) => {
      const where = `${method.toUpperCase()} ${path}`;
      const successor = fieldsOf(newPaths[path])[method];
      if (successor === undefined) return [{ where, what: 'the operation is gone' }];
      return operationBreaks(
        { document: released, schema: operation },
        { document: current, schema: successor },
        where,
      );
    }),
  );
};
