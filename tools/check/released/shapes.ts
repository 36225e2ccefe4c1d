// Every form that a schema allows: its `oneOf` and `anyOf` laid out as a choice, its references and `allOf` as one form.
import { depthMax, fieldsOf, type Json, listOf, referenceName, type Side, target } from './schema.ts';
import { both, ownShape, type Shape } from './shape.ts';

/**
 * Sets that are added to while readers are in the field. Rules travel into the system, and whoever reads an indicator
 * system back takes a rule of a type that it doesn't know as it stands (CONTRIBUTING, «Add a rule type»).
 */
const growing = new Set(['Rule']);

/** Each shape of one with each of the other. Where no type is left, no value is. */
const crossed = (ones: readonly Shape[], others: readonly Shape[]): Shape[] =>
  ones.flatMap((one) => others.map((other) => both(one, other))).filter(({ types }) => types?.length !== 0);

const branchesOf = (side: Side, branches: Json, depth: number): Shape[] =>
  listOf(branches).flatMap((schema) =>
    shapesOf({ ...side, schema }, depth).map((shape) => ({ ...shape, name: shape.name ?? referenceName(schema) })),
  );

/** The forms of a schema; none where it allows nothing. */
export const shapesOf = (side: Side, depth = 0): readonly Shape[] => {
  if (side.schema === false) return [];
  if (depth > depthMax) throw new Error('A schema holds itself, or its choices are nested too deep to be compared.');
  const schema = fieldsOf(side.schema);
  let shapes: readonly Shape[] = [ownShape(side.document, schema)];
  const name = referenceName(schema);
  if (name !== undefined) {
    const meant = shapesOf({ ...side, schema: target(side) }, depth + 1);
    shapes = crossed(shapes, growing.has(name) ? meant.map((shape) => ({ ...shape, grows: true })) : meant);
  }
  for (const part of listOf(schema['allOf'])) shapes = crossed(shapes, shapesOf({ ...side, schema: part }, depth + 1));
  for (const choice of ['oneOf', 'anyOf'] as const)
    if (schema[choice] !== undefined) shapes = crossed(shapes, branchesOf(side, schema[choice], depth + 1));
  return shapes;
};
