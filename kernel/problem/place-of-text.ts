// Where a text stands in a request, for a refusal that knows the text alone.
import { pointerTo } from './pointer.ts';

/** The parts of a request that a caller writes. */
export interface RequestParts {
  readonly path: unknown;
  readonly query: unknown;
  readonly body?: unknown;
}

// What a refusal quotes is cut, and a body may be large: neither must be searched to its end.
const cut = '…';
const partsMax = 20_000;

/**
 * The JSON Pointer (RFC 6901) of the first text in path, query or body that is the one given, or that begins as it does where it
 * ends in «…»; undefined where it stands nowhere in the first twenty thousand values.
 */
export const placeOfText = ({ path, query, body }: RequestParts, text: string): string | undefined => {
  const isIt = (value: unknown): boolean =>
    typeof value === 'string' &&
    (value === text || (text.endsWith(cut) && value.startsWith(text.slice(0, -cut.length))));
  const open: (readonly [pointer: string, value: unknown])[] = [['', { path, query, body }]];
  for (let next = 0; next < open.length && next < partsMax; next += 1) {
    const [pointer, value] = open[next] ?? ['', undefined];
    if (isIt(value)) return pointer;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, part] of Object.entries(value)) {
      if (open.length >= partsMax) break;
      open.push([pointerTo(pointer, name), part]);
    }
  }
  return undefined;
};
