// What ends a process is told in a sentence with a code that means it; no sentence holds a password or a stack trace.
import { describe, expect, test } from 'vitest';
import { ConfigError } from '#kernel/config/read.ts';
import { SchemaTooNew } from '#kernel/database/migrate.ts';
import { explainEnd } from './explain.ts';

const withFields = (message: string, fields: Readonly<Record<string, unknown>>): Error =>
  Object.assign(new Error(message), fields);

const listen = { syscall: 'listen', address: '127.0.0.1', port: 8080 };
const cases: [string, unknown, number, RegExp][] = [
  ['a configuration with faults', new ConfigError(['JIXIAO_ISSUER is not set']), 78, /JIXIAO_ISSUER is not set/],
  ['a schema of a newer program', new SchemaTooNew('targets', ['9-x.breaking']), 81, /newer program \(9-x\.breaking\)/],
  ['a taken port', withFields('x', { ...listen, code: 'EADDRINUSE' }), 79, /port 8080 of 127\.0\.0\.1 is taken/],
  ['a port for root alone', withFields('x', { ...listen, code: 'EACCES' }), 79, /can not be used \(EACCES\)/],
  ['a wrong password', withFields('password authentication failed', { code: '28P01' }), 78, /password authentication/],
  ['an unknown database', withFields('database "x" does not exist', { code: '3D000' }), 78, /database "x" does not/],
  [
    'a database that does not listen',
    withFields('x', { code: 'ECONNREFUSED', address: '10.0.0.5', port: 5432 }),
    69,
    /at 10\.0\.0\.5:5432 \(ECONNREFUSED\)/,
  ],
  ['a name that nobody knows', withFields('x', { code: 'ENOTFOUND', hostname: 'db.local' }), 69, /at db\.local/],
  ['a database that starts up', withFields('x', { code: '57P03' }), 69, /can not be reached \(57P03\)/],
  [
    'the same as the cause of another error',
    new Error('migration failed', { cause: withFields('x', { code: 'ECONNREFUSED' }) }),
    69,
    /ECONNREFUSED/,
  ],
  [
    'the same among the several addresses of a name',
    new AggregateError([withFields('x', { code: 'ECONNREFUSED', address: '::1', port: 5432 })], 'all failed'),
    69,
    /at ::1:5432/,
  ],
];

describe('the end of a process', () => {
  test.each(cases)('by %s is a sentence, in Chinese and in English', (_name, error, exitCode, words) => {
    const explanation = explainEnd(error);
    expect(explanation).toMatchObject({ exitCode, sentence: expect.stringMatching(words) });
    expect(explanation.sentence).toMatch(/^[^\n]*\p{Script=Han}{4}[^\n]*\n.*[a-z]{3}/u);
    expect(explanation.sentence).not.toMatch(/^\s+at /m);
  });

  test.each([
    ['an error without a code', new TypeError('x is not a function')],
    ['an error with a code that means nothing here', withFields('x', { code: '42P01' })],
    ['what is no error', 'a text'],
  ])('by %s is a fault of the program', (_name, error) => {
    expect(explainEnd(error).exitCode).toBe(70);
  });

  test('by an unforeseen error keeps the stack trace', () => {
    expect(explainEnd(new TypeError('x is not a function')).sentence).toMatch(/^\s+at /m);
  });
});
