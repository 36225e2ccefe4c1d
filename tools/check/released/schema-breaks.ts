// What a released schema promises and its successor no longer keeps.
//
// Sent: whatever the released contract let in is still let in. A branch, a value or a field that is gone is a break, and so is a
// limit, a pattern, a default or a list of values that was not there. Read: whatever comes is known to a reader of the released
// contract. Readers pass over fields that they don't know (exchange rule E19) and bear longer texts and lists; they know no new
// branch, value, type or status. What they would have to bear beyond that has to be said by the contract itself: an open text
// with a pattern (the rule of an ItemTrace), or a set in `growing` of shapes.ts.
import type { Break, Direction } from './break.ts';
import { keywordBreaks } from './keyword-breaks.ts';
import { depthMax, type Json, type Side } from './schema.ts';
import { areNamesakes, byType, isOfType, labelOf, type Shape } from './shape.ts';
import { shapesOf } from './shapes.ts';

/** Where two schemas stand: in which direction they travel, the place for the finding, and how deep inside the first they are. */
interface Place {
  readonly direction: Direction;
  readonly where: string;
  readonly depth: number;
}

const below = (place: Place, step: string): Place => ({
  ...place,
  where: `${place.where}${step}`,
  depth: place.depth + 1,
});

const compare = (old: Shape, now: Shape, schemas: readonly [Json, Json], place: Place): Break[] =>
  breaksAt({ document: old.document, schema: schemas[0] }, { document: now.document, schema: schemas[1] }, place);

const propertyBreaks = (old: Shape, now: Shape, place: Place): Break[] =>
  Object.entries(old.properties).flatMap(([name, schema]) => {
    const successor = now.properties[name];
    if (successor === undefined) return [{ where: place.where, what: `the field «${name}» is gone` }];
    return compare(old, now, [schema, successor], below(place, `.${name}`));
  });

/** The fields beyond the named. A new field with a name of its own was one of these, where a map had a schema for them. */
const restBreaks = (old: Shape, now: Shape, place: Place): Break[] => {
  const { where, direction } = place;
  const named = Object.entries(now.properties).filter(([name]) => !(name in old.properties));
  const taken =
    old.rest === undefined || old.rest === false
      ? []
      : named.flatMap(([name, schema]) => compare(old, now, [old.rest, schema], below(place, `.${name}`)));
  if (now.rest === false && old.rest !== false && (direction === 'sent' || old.rest !== undefined))
    return [...taken, { where, what: 'fields beyond the named are no longer there' }];
  if (old.rest === false || (old.rest === undefined && now.rest === undefined)) return taken;
  return [...taken, ...compare(old, now, [old.rest, now.rest], below(place, '.*'))];
};

const shapeBreaks = (old: Shape, now: Shape, place: Place): Break[] => {
  const { where, direction } = place;
  const own = keywordBreaks(old, now, direction).map((what) => ({ where, what }));
  const items =
    old.items === undefined && now.items === undefined
      ? []
      : compare(old, now, [old.items, now.items], below(place, '[]'));
  return [...own, ...propertyBreaks(old, now, place), ...restBreaks(old, now, place), ...items];
};

const shareType = (one: Shape, other: Shape): boolean =>
  one.types?.some((type) => other.types?.some((its) => isOfType(type, its) || isOfType(its, type)) ?? true) ?? true;

/** The branch that was meant to be the same: of the same name, or of the same type where each side has only one of it. */
const partnerOf = (branch: Shape, siblings: readonly Shape[], others: readonly Shape[]): Shape | undefined => {
  const alike = others.filter((other) => shareType(branch, other));
  const named = alike.find((other) => areNamesakes(branch, other));
  const alone = alike.length === 1 && siblings.filter((sibling) => shareType(branch, sibling)).length === 1;
  return named ?? (alone ? alike[0] : undefined);
};

/** Each branch that may come is one that is taken; in which order, and under which name, does not matter. */
const branchBreaks = (olds: readonly Shape[], nows: readonly Shape[], place: Place): Break[] => {
  const { where, direction } = place;
  const [coming, taking] = direction === 'sent' ? [olds, nows] : [nows, olds];
  return coming.flatMap((branch) => {
    const against = (other: Shape): Break[] =>
      direction === 'sent' ? shapeBreaks(branch, other, place) : shapeBreaks(other, branch, place);
    if (taking.some((other) => against(other).length === 0)) return [];
    const label = labelOf(branch);
    if (direction === 'read' && branch.grows && !taking.some((other) => areNamesakes(branch, other))) return [];
    const partner = partnerOf(branch, coming, taking);
    if (partner !== undefined) return against(partner).map((one) => ({ ...one, what: `${one.what} (${label})` }));
    const what =
      direction === 'sent'
        ? `the branch ${label} is no longer taken`
        : `a reader of the released contract does not know the branch ${label}`;
    return [{ where, what }];
  });
};

const breaksAt = (before: Side, after: Side, place: Place): Break[] => {
  if (place.depth > depthMax) throw new Error(`${place.where} holds itself, or is nested too deep to be compared.`);
  const [olds, nows] = [shapesOf(before), shapesOf(after)];
  const [old, now] = [olds[0], nows[0]];
  if (olds.length === 1 && nows.length === 1 && old !== undefined && now !== undefined)
    return shapeBreaks(old, now, place);
  return branchBreaks(olds.flatMap(byType), nows.flatMap(byType), place);
};

/** The broken promises of a schema. */
export const schemaBreaks = (before: Side, after: Side, direction: Direction, where: string): Break[] =>
  breaksAt(before, after, { direction, where, depth: 0 });
