// Media types as headers write them (RFC 9110 sections 5.6.6, 8.3.1 and 12.5.1). What stands in quotes ends neither a parameter nor a type.

/** A media type or range in lower case, and its parameters in their order: a name in lower case, the value without its quotes. */
export interface MediaType {
  readonly essence: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const token = "[!#$%&'*+.^_`|~0-9a-z-]+";
const essencePattern = new RegExp(`^${token}/${token}$`);
const quotedPattern = /^"(?:[^"\\]|\\.)*"$/;

/** The parts of a header between separators that stand outside of quotes, without blanks. A quote that stays open holds the rest. */
const partsOf = (header: string, separator: ',' | ';'): readonly string[] => {
  const parts: string[] = [];
  let [from, inQuotes] = [0, false];
  for (let at = 0; at < header.length; at += 1) {
    const character = header[at];
    if (inQuotes && character === '\\') at += 1;
    else if (character === '"') inQuotes = !inQuotes;
    else if (character === separator && !inQuotes) {
      parts.push(header.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, header.slice(from).trim()];
};

/** The value of a parameter, of which many clients quote none where they should. With a quote in its middle or at one end it is ''. */
const valueOf = (text: string): string => {
  if (!text.includes('"')) return text;
  return quotedPattern.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : '';
};

const readParameter = (part: string): readonly [string, string] => {
  const [name = '', ...value] = part.split('=');
  return [name.trim().toLowerCase(), valueOf(value.join('=').trim())];
};

/** Reads one media type; undefined where it is malformed. A parameter that is malformed has the value ''. */
export const readMediaType = (text: string): MediaType | undefined => {
  const [type = '', ...parameters] = partsOf(text, ';');
  const essence = type.toLowerCase();
  if (!essencePattern.test(essence)) return undefined;
  return { essence, parameters: parameters.filter((part) => part !== '').map(readParameter) };
};

// Java's HttpURLConnection asks for «*» beside «*/*», and means the same.
const readRange = (text: string): MediaType | undefined => readMediaType(text.replace(/^\*(?!\/)/, '*/*'));

/** How much a range is wanted: its weight, 1 without one. What is no weight says nothing. */
const weightOf = ({ parameters }: MediaType): number => {
  const weight = parameters.find(([name]) => name === 'q')?.[1] ?? '';
  return /^(?:\.\d+|[01](?:\.\d*)?)$/.test(weight) ? Number(weight) : 1;
};

/** The greatest weight of the ranges that are written so; undefined where none is. */
const weightAs = (ranges: readonly MediaType[], essence: string): number | undefined => {
  const weights = ranges.filter((range) => range.essence === essence).map(weightOf);
  return weights.length === 0 ? undefined : Math.max(...weights);
};

/**
 * Whether a header Accept takes an answer in JSON. The most specific range decides (RFC 9110 section 12.5.1). Parameters other than
 * the weight make no other type, since JSON defines none (RFC 8259 section 11). Who takes problems takes JSON (RFC 9457 section 3).
 * Ranges that are malformed count for nothing; a header without any other says nothing, and everything is taken.
 */
export const acceptsJson = (accept: string | undefined): boolean => {
  const ranges = partsOf(accept ?? '', ',')
    .map(readRange)
    .filter((range) => range !== undefined);
  if (ranges.length === 0) return true;
  const own = weightAs(ranges, 'application/json') ?? weightAs(ranges, 'application/problem+json');
  return (own ?? weightAs(ranges, 'application/*') ?? weightAs(ranges, '*/*') ?? 0) > 0;
};
