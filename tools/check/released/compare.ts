// What a released contract promises and its successor no longer keeps. Both are bundled OpenAPI 3.1 documents.
import { type Break, type Fields, fieldsOf, type Json, resolve, type Side, schemaBreaks } from './schema-breaks.ts';

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
