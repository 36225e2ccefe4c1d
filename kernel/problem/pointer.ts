// JSON Pointers (RFC 6901): the one place where a name becomes a part of one.

/** A name or an index as a part of a pointer: `~` is written `~0`, `/` is written `~1`. */
export const pointerPart = (step: string | number): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1');

/** The pointer that goes these steps from `base`, which is a pointer itself. */
export const pointerTo = (base: string, ...steps: readonly (string | number)[]): string =>
  steps.reduce<string>((pointer, step) => `${pointer}/${pointerPart(step)}`, base);
