// Finding a member name that an object has twice: JSON.parse keeps the last one in silence, and another reader may keep the first.

const [quote, backslash] = [0x22, 0x5c];
const [openObject, closeObject, openList, closeList, comma] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c];

/** An object or a list that is open: the names of an object so far, and the step that leads to what is read now. */
interface Level {
  readonly names: Set<string> | undefined;
  step: string | number;
  /** In an object, whether the next text is a name. */
  nameIsNext: boolean;
}

/** The place behind the closing quote of a text that begins at `from`. */
const endOfText = (text: string, from: number): number => {
  let end = text.indexOf('"', from + 1);
  for (;;) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
};

const open = (levels: Level[], isObject: boolean): void => {
  levels.push({ names: isObject ? new Set() : undefined, step: isObject ? '' : 0, nameIsNext: isObject });
};

const next = (level: Level | undefined): void => {
  if (level === undefined) return;
  if (typeof level.step === 'number') level.step += 1;
  else level.nameIsNext = true;
};

/** Takes a name into the innermost object; says whether it was there. However a name is escaped, it is the same name. */
const isRepeated = (level: Level, raw: string): boolean => {
  const name = raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
  level.nameIsNext = false;
  level.step = name;
  if (level.names?.has(name) === true) return true;
  level.names?.add(name);
  return false;
};

/**
 * The steps that lead to the first member whose name its object already has (I-JSON, RFC 7493 section 2.3), or nothing. `text` must be
 * valid JSON. It is read once, without recursion.
 */
export const repeatedName = (text: string): readonly (string | number)[] | undefined => {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const level = levels.at(-1);
    if (code === quote) {
      const end = endOfText(text, at);
      if (level?.nameIsNext === true && isRepeated(level, text.slice(at, end))) return levels.map(({ step }) => step);
      at = end - 1;
    } else if (code === openObject || code === openList) open(levels, code === openObject);
    else if (code === closeObject || code === closeList) levels.pop();
    else if (code === comma) next(level);
  }
  return undefined;
};
