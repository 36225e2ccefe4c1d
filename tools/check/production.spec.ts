// Nobody enters the production tree unseen, and the browser driver of keycloak-connect not at all.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LockEntry, readLockfile } from './lockfile.ts';
import { disagreements, productionTree } from './production.ts';

const lockfileOf = (packages: Record<string, LockEntry & { dependencies?: Record<string, string> }>) => ({ packages });
const small = lockfileOf({
  '': { dependencies: { a: '1', b: '1' } },
  'node_modules/a': { version: '1', dependencies: { c: '1' }, optionalDependencies: { d: '1', gone: '1' } },
  'node_modules/a/node_modules/c': { version: '1', dependencies: { e: '1' } },
  'node_modules/b': { version: '1' },
  'node_modules/c': { version: '2', dependencies: { never: '1' } },
  'node_modules/d': { version: '1', optional: true },
  'node_modules/e': { version: '1', dependencies: { a: '1' } },
  'node_modules/f': { version: '1', dev: true },
});

test('the tree of a dependency has all that it brings, found as Node finds it', () => {
  expect(productionTree(small)).toEqual({ a: ['a', 'c', 'd', 'e'], b: [] });
});

describe('the list is refused', () => {
  const whole = { a: { reason: 'x', brings: ['a', 'c', 'd', 'e'] }, b: { reason: 'y', brings: [] } };
  test.each([
    ['where a dependency is missing', { a: whole.a }, 'b is a dependency'],
    ['where a dependency has no reason', { ...whole, b: { reason: ' ', brings: [] } }, 'b is a dependency'],
    ['where a package came along', { ...whole, a: { reason: 'x', brings: ['a', 'c', 'd'] } }, 'a brings e'],
    ['where a package is gone', { ...whole, b: { reason: 'y', brings: ['z'] } }, 'b brings z no more'],
    ['where a dependency is gone', { ...whole, z: { reason: 'x', brings: [] } }, 'z is listed'],
  ])('%s', (_case, list, sentence) => {
    expect(disagreements(list, productionTree(small))).toEqual([expect.stringContaining(sentence)]);
  });

  test('nowhere else', () => {
    expect(disagreements(whole, productionTree(small))).toEqual([]);
  });
});

test('the browser driver of keycloak-connect, and what came with it, is in no tree of ours', () => {
  const lockfile = readLockfile(join(import.meta.dirname, '../../package-lock.json'));
  const all = Object.values(productionTree(lockfile)).flat();
  for (const name of ['axios', 'adm-zip', 'proxy-agent', 'tcp-port-used', '@testim/chrome-version'])
    expect(all).not.toContain(name);
  const drivers = Object.entries(lockfile.packages).filter(([folder]) => folder.endsWith('/chromedriver'));
  expect(drivers.map(([, entry]) => entry)).toEqual([expect.objectContaining({ name: 'empty-npm-package' })]);
});
