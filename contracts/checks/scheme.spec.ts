// The scheme language is said twice, for callers and for the files of schemes: here the two are held together.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root, type Schema } from './documents.ts';

const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
const shared = parse(readText('contracts/openapi/shared/components.yaml')).components.schemas as Record<string, Schema>;
const contract = parse(readText('contracts/openapi/shared/scheme.yaml')).components.schemas as Record<string, Schema>;
const definitions = JSON.parse(readText('rulesets/schema.json')).$defs as Record<string, Schema>;

// What a scheme's file says beside what goes over the wire: the places by their codes.
const ofFilesAlone = ['UnitAssignments'];

/** A schema with every reference reduced to the name that it ends in. */
const named = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      key,
      key === '$ref' ? String(part).split('/').at(-1) : named(part),
    ]),
  );
};

const constraintsOf = ({ description: _description, example: _example, ...constraints }: Schema): Schema => constraints;

describe('the scheme language', () => {
  it('has the same parts in the contracts and in the schema of rule sets', () => {
    const parts = Object.keys(definitions).filter((name) => !(name in shared) && !ofFilesAlone.includes(name));
    expect(Object.keys(contract).sort()).toEqual(parts.sort());
  });

  it.each(Object.keys(contract))('%s says the same in both', (name) => {
    expect(named(contract[name])).toEqual(named(definitions[name]));
  });

  it.each(Object.keys(definitions).filter((name) => name in shared))(
    '%s, which all contracts share, allows the same',
    (name) => {
      expect(constraintsOf(shared[name] ?? {})).toEqual(constraintsOf(definitions[name] ?? {}));
    },
  );
});
