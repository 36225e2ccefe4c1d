// `npm run token`, as the program that people and scripts run.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formAction } from '#tools/token/sign-in.ts';
import { startDevelopmentIssuer } from './support/issuer-under-test.ts';

const program = join(import.meta.dirname, '../../tools/token/main.ts');
let stand: Awaited<ReturnType<typeof startDevelopmentIssuer>>;

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const run = async (parameters: readonly string[], issuer = stand.issuer): Promise<Outcome> => {
  const child = spawn(process.execPath, [program, ...parameters], { env: { JIXIAO_ISSUER: issuer } });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
};

beforeAll(async () => {
  stand = await startDevelopmentIssuer();
});
afterAll(() => stand.stop());

describe('npm run token', () => {
  test('prints the token and nothing else', async () => {
    const { code, out, err } = await run(['filler-330381001']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(out.trim())).toMatchObject({ realm_access: { roles: ['township_filler'] } });
  });

  test('takes an issuer with a slash at its end', async () => {
    expect((await run(['office-1'], `${stand.issuer}/`)).code).toBe(0);
  });

  test.each([
    ['without a user', [], 64, 'npm run token -- <user>'],
    ['with an option', ['--help'], 64, 'npm run token -- <user>'],
    ['with two users', ['office-1', 'office-2'], 64, 'npm run token -- <user>'],
    ['for a user that is not there', ['nobody'], 77, 'does not sign in nobody'],
  ])('%s says what is wrong and prints no token', async (_name, parameters, wanted, sentence) => {
    const { code, out, err } = await run(parameters);
    expect({ code, out }).toEqual({ code: wanted, out: '' });
    expect(err).toContain(sentence);
  });

  test.each([
    ['nobody listens', 'http://127.0.0.1:1/realms/jixiao', "can't be reached"],
    ['the address is another server', () => stand.issuer.replace('jixiao', 'elsewhere'), 'no form'],
  ])('where %s it says so without a stack trace', async (_name, issuer, sentence) => {
    const { code, out, err } = await run(['office-1'], typeof issuer === 'string' ? issuer : issuer());
    expect({ code, out }).toEqual({ code: 69, out: '' });
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

test.each([
  ['<form action="/a?x=1&amp;y=2" method="post">', '/a?x=1&y=2'],
  ['<form method="get" action="/locale"><form id="f" method="POST" action="/login">', '/login'],
  ['<form method="post">', undefined],
  ['<p>action="/a" method="post"</p>', undefined],
])('the form of %j leads to %j', (html, want) => {
  expect(formAction(html)).toBe(want);
});
