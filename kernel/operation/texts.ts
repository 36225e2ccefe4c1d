// Texts that nobody could have meant are refused before anything is done.
import { blankFault } from '#kernel/problem/blank.ts';
import type { FieldFault } from '#kernel/problem/problem.ts';
import { pointerTo } from '#kernel/values/pointer.ts';
import { isReadable, isVisible } from '#kernel/values/readable.ts';

const depthMax = 64;
const faultsMax = 50;

const collect = (value: unknown, pointer: string, depth: number, faults: FieldFault[]): void => {
  if (faults.length >= faultsMax) return;
  if (typeof value === 'string') {
    if (!isReadable(value)) faults.push({ pointer, code: 'text', expected: 'a text without control characters' });
    else if (value !== '' && !isVisible(value)) faults.push(blankFault(pointer));
    return;
  }
  // JSON has no such number: it is what a literal beyond 1.8e308 is read as (RFC 7493 section 2.2).
  if (typeof value === 'number' && !Number.isFinite(value))
    faults.push({ pointer, code: 'number', expected: 'a number that a double can hold' });
  if (typeof value !== 'object' || value === null) return;
  if (depth > depthMax) {
    faults.push({ pointer, code: 'depth', expected: `no more than ${depthMax} levels` });
    return;
  }
  for (const [name, field] of Object.entries(value)) {
    const below = pointerTo(pointer, name);
    if (!isReadable(name)) faults.push({ pointer, code: 'text', expected: 'names without control characters' });
    // The encoder of the bus gives this one another name.
    else if (name === '__proto__')
      faults.push({ pointer: below, code: 'additionalProperties', expected: `no field «${name}»` });
    else collect(field, below, depth + 1, faults);
  }
};

/** The texts of a request that are refused, by their places (RFC 6901). */
export const textFaults = (request: {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}): FieldFault[] => {
  const faults: FieldFault[] = [];
  collect(request, '', 0, faults);
  return faults;
};
