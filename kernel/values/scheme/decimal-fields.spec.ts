// Every number of a written scheme is read as a decimal: one that stayed a text would score wrongly and say nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decimalFields } from './read-indicator-system.ts';

const schema = join(import.meta.dirname, '../../../rulesets/schema.json');
const definitions = (JSON.parse(readFileSync(schema, 'utf8')) as { $defs: Readonly<Record<string, unknown>> }).$defs;

/** The names of the properties that hold a decimal, at any depth, and in the definitions that are referred to. */
const decimalNames = (part: unknown, seen: Set<string>): string[] => {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
    if (name === '$ref') {
      const definition = String(value).replace('#/$defs/', '');
      if (seen.has(definition)) return [];
      seen.add(definition);
      return decimalNames(definitions[definition], seen);
    }
    const isDecimal =
      typeof value === 'object' && value !== null && '$ref' in value && value.$ref === '#/$defs/Decimal';
    // Weights are read by the codes of their classes.
    if (isDecimal) return name === 'additionalProperties' ? [] : [name];
    return decimalNames(value, seen);
  });
};

test('each decimal of an indicator system and of its rules is among the fields that are read as decimals', () => {
  const names = decimalNames(definitions['IndicatorSystem'], new Set());
  expect(names).toContain('perEvent');
  expect(names.filter((name) => !decimalFields.has(name))).toEqual([]);
});
