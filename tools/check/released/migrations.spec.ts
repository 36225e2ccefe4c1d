// A released migration is never edited and never taken away; new ones are added.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrationBreaks, migrationDigests } from './migrations.ts';

let root = '';
const file = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jixiao-released-'));
  file('kernel/migrations/0001-exchange.sql', 'create table outbox ();');
  file('services/targets/migrations/0001-plans.sql', 'create table plan ();');
});
afterEach(() => rmSync(root, { recursive: true }));

test('what was released and stands as it was is no break, and neither is a migration beside it', () => {
  const released = migrationDigests(root);
  file('services/targets/migrations/0002-notices.sql', 'create table notice ();');
  expect(migrationBreaks(root, released)).toEqual([]);
  expect(released.split('\n').map((line) => line.split(' ')[1])).toEqual([
    'kernel/migrations/0001-exchange.sql',
    'services/targets/migrations/0001-plans.sql',
    undefined,
  ]);
});

test('one that was edited is a break, by a blank as much as by a column', () => {
  const released = migrationDigests(root);
  file('services/targets/migrations/0001-plans.sql', 'create table plan (); ');
  expect(migrationBreaks(root, released)).toEqual([
    'services/targets/migrations/0001-plans.sql: it was released and was edited since',
  ]);
});

test('one that is gone, or was given another number, is a break', () => {
  const released = migrationDigests(root);
  rmSync(join(root, 'kernel/migrations/0001-exchange.sql'));
  file('kernel/migrations/0002-exchange.sql', 'create table outbox ();');
  expect(migrationBreaks(root, released)).toEqual(['kernel/migrations/0001-exchange.sql: it was released and is gone']);
});
