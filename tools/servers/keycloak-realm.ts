// One realm to import, out of the production realm's file and the files that join it in development.

/** A realm to import: its name and its JSON text. */
export interface Realm {
  readonly name: string;
  readonly text: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Lists whose entries are joined by a key of theirs; all else of a later file replaces what was before it. */
const joinedLists: Readonly<Record<string, string>> = { clients: 'clientId', users: 'username' };

/**
 * The first realm with what the others add: an entry of the same client id or user name adds its fields to the one that is
 * there, with their attributes. Throws when the files name no realm or different ones.
 */
export const mergedRealm = (texts: readonly string[]): Realm => {
  const parts = texts.map((text): JsonObject => objectOf(JSON.parse(text)));
  const merged = parts.reduce<JsonObject>((realm, part) => join(realm, part), {});
  const names = new Set(parts.map(({ realm }) => realm));
  const { realm: name } = merged;
  if (typeof name !== 'string') throw new Error("the realm's file is missing or names no realm");
  if (names.size > 1) throw new Error(`the files name different realms: ${[...names].join(', ')}`);
  return { name, text: JSON.stringify(merged, null, 1) };
};

const join = (realm: JsonObject, part: JsonObject): JsonObject => {
  const joined: Record<string, unknown> = { ...realm, ...part };
  for (const [list, key] of Object.entries(joinedLists)) {
    const entries = [...listOf(realm[list]), ...listOf(part[list])];
    const byKey = new Map<unknown, JsonObject>();
    for (const entry of entries) byKey.set(entry[key], joinEntry(byKey.get(entry[key]) ?? {}, entry));
    joined[list] = [...byKey.values()];
  }
  return joined;
};

const joinEntry = (entry: JsonObject, addition: JsonObject): JsonObject => {
  const attributes = { ...objectOf(entry['attributes']), ...objectOf(addition['attributes']) };
  return { ...entry, ...addition, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) };
};

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.map(objectOf) : []);

const objectOf = (value: unknown): JsonObject => (typeof value === 'object' && value !== null ? { ...value } : {});
