// Each rule of tidy finds what it is for, and leaves alone what only looks like it.
import { describe, expect, it } from 'vitest';
import { sourceOf } from './source.ts';
import { findingsIn } from './tidy.ts';

/** Path, text (after an opening comment for programs), and what is found (the beginning of it); none for good ones. */
type Case = readonly [title: string, path: string, text: string, wanted?: string];

// Tidy reads this file too, so what it would find is broken by a dot here.
const whole = (text: string): string => text.replace('·', '');

const cases: readonly Case[] = [
  ['any', 'kernel/a.ts', 'const a: any = 1;', '`any`'],
  ['an assertion by !', 'kernel/a.ts', 'const b = a!.b;', 'an assertion by `!`'],
  ['a double as', 'kernel/a.ts', 'const b = a as unknown as B;', 'a double `as`'],
  [
    'a look-up by a name in what is keyed by text',
    'kernel/a.ts',
    'const f = (values: Readonly<Record<string, number>>, name: string) => values[name];',
    '`values[name]` also finds what every object has',
  ],
  [
    'the same in a field',
    'services/targets/a.ts',
    'type A = { readonly weights: Record<string, number> }; const f = (a: A, b: { code: string }) => a.weights[b.code];',
    '`a.weights[b.code]` also finds',
  ],
  [
    'the same by a name for the type',
    'kernel/a.ts',
    'type Words = Readonly<Record<string, string>>; const w: Words = {}; const f = (n: string) => w[n];',
    '`w[n]` also finds',
  ],
  [
    'the same where a type is said to be one',
    'kernel/a.ts',
    'const r = a as Record<string, unknown>; const f = (n: string) => r[n];',
    '`r[n]` also finds',
  ],
  ['a look-up by a fixed name', 'kernel/a.ts', "const f = (values: Record<string, number>) => values['a'];"],
  [
    'a look-up in a closed list',
    'kernel/a.ts',
    "const f = (values: Record<'a' | 'b', number>, name: 'a' | 'b') => values[name];",
  ],
  ['a place in a list', 'kernel/a.ts', 'const f = (values: readonly string[], n: number) => values[n];'],
  [
    'a name that is written',
    'kernel/a.ts',
    'const v: Record<string, number> = {}; const f = (n: string) => { v[n] = 1; };',
  ],
  ['a look-up in a tool', 'tools/a.ts', 'const f = (values: Record<string, number>, name: string) => values[name];'],
  ['this in a function', 'kernel/a.ts', 'function f() { return this.x; }', '`this`'],
  [
    'this in an error class',
    'kernel/a.ts',
    'class MyError extends Error { constructor() { super(); this.name = "MyError"; } }',
  ],
  ['this that a library gives', 'kernel/a.ts', 'const hook = { logMethod(this: Logger) { return this; } };'],
  ['a class', 'services/targets/a.ts', 'class Service {}', 'a class that is no error'],
  ['a decorator', 'kernel/a.ts', '@sealed class AError extends Error {}', 'a decorator'],
  ['a default export', 'kernel/a.ts', 'export default 1;', 'a default export'],
  ['the default export of a configuration', 'vitest.config.ts', 'export default {};'],
  ['a barrel', 'kernel/a.ts', "export * from './b.ts';", 'a barrel'],
  ['the environment in a service', 'services/targets/a.ts', 'const a = process.env.PORT;', '`process.env`'],
  ['the environment in a main program', 'services/targets/main.ts', 'const a = process.env;'],
  ['the environment in the configuration', 'kernel/config/a.ts', 'const a = process.env;'],
  ['the console in the kernel', 'kernel/a.ts', 'console.log(1);', '`console`'],
  ['the console in a tool', 'tools/x/main.ts', 'console.log(1);'],
  ['unseeded data in a spec', 'kernel/a.spec.ts', 'const a = Math.random();', 'random data'],
  ['a mocked module', 'kernel/a.spec.ts', "vi.mock('./b.ts');", 'a mock'],
  ['a lonely test', 'kernel/a.spec.ts', "it.only('is', () => {});", '`it.only`'],
  ['a sleep', 'kernel/a.spec.ts', 'await new Promise((f) => setTimeout(f, 10));', 'a sleep'],
  ['an imported sleep', 'kernel/a.spec.ts', "import { setTimeout as sleep } from 'node:timers/promises';", 'a sleep'],
  ['a silent skip', 'kernel/a.spec.ts', "it.skip('is', () => {});", '`it.skip`'],
  ['a skip with a condition', 'kernel/a.spec.ts', "it.skipIf(!docker)('is', () => {});"],
  ['the same title twice', 'kernel/a.spec.ts', "it('is', f);\nit('is', f);", 'a second test "is"'],
  [
    'the same title under two headings',
    'kernel/a.spec.ts',
    "describe('a', () => { it('is', f); });\ndescribe('b', () => { it('is', f); });",
  ],
  ['a file too long', 'kernel/a.ts', 'f();\n'.repeat(200), '201 lines, 200 are allowed'],
  ['a file just long enough', 'kernel/a.ts', 'f();\n'.repeat(199)],
  ['a spec too long', 'kernel/a.spec.ts', 'f();\n'.repeat(300), '301 lines, 300 are allowed'],
  ['a function too long', 'kernel/a.ts', `function f() {\n${'f();\n'.repeat(69)}}`, 'a function of 71 lines'],
  ['a function just long enough', 'kernel/a.ts', `function f() {\n${'f();\n'.repeat(68)}}`],
  ['a long list of cases', 'tests/exchange/suite.ts', `function f() {\n${"it('is', f);\n".repeat(80)}}`],
  ['a line too long', 'kernel/a.ts', `f(1, ${'1'.repeat(140)});`, 'a line of 147 characters'],
  [
    'the domain on the store',
    'services/targets/domain/a.ts',
    "import { b } from '../store/b.ts';",
    'imports services/targets/store/b.ts',
  ],
  ['the domain on a package', 'services/targets/domain/a.ts', "import { b } from 'pg';", 'imports pg'],
  [
    'the domain on the clock of the kernel',
    'services/targets/domain/a.ts',
    "import { b } from '#kernel/clock.ts';",
    'imports kernel/clock.ts',
  ],
  [
    'the domain on a contract, types only',
    'services/targets/domain/a.ts',
    "import type { b } from '#contracts/b.ts';",
    'imports contracts/b.ts',
  ],
  ['the domain on a value type', 'services/targets/domain/a.ts', "import { b } from '#kernel/values/decimal.ts';"],
  [
    'a service on another',
    'services/targets/a.ts',
    "import { b } from '#services/evaluation/b.ts';",
    'imports services/evaluation/b.ts',
  ],
  [
    'a service on another by a path',
    'services/targets/a.ts',
    "import { b } from '../evaluation/b.ts';",
    'imports services/evaluation/b.ts',
  ],
  [
    'a service on another at run time',
    'services/targets/a.ts',
    "await import('../evaluation/b.ts');",
    'imports services/evaluation/b.ts',
  ],
  ['a service on a tool', 'services/targets/a.ts', "import { b } from '#tools/b.ts';", 'imports tools/b.ts'],
  [
    'a service on the kernel and a package',
    'services/targets/a.ts',
    "import { b } from '#kernel/b.ts';\nimport { c } from 'kysely';",
  ],
  [
    'the kernel on a service',
    'kernel/a.ts',
    "import { b } from '#services/targets/b.ts';",
    'imports services/targets/b.ts',
  ],
  [
    'a value type on the kernel',
    'kernel/values/a.ts',
    "import { b } from '../problem/b.ts';",
    'imports kernel/problem/b.ts',
  ],
  ['a contract on the kernel', 'contracts/a.ts', "import { b } from '#kernel/b.ts';", 'imports kernel/b.ts'],
  [
    'a simulator on a service',
    'simulators/hr/a.ts',
    "import { b } from '#services/targets/b.ts';",
    'imports services/targets/b.ts',
  ],
  ['a tool on a test', 'tools/x/main.ts', "import { b } from '../../tests/b.ts';", 'imports tests/b.ts'],
  ['two titles in a document', 'docs/a.md', '# One\n\n# Two\n', '2 titles'],
  ['no title in a document', 'docs/a.md', 'Text\n', '0 titles'],
  ['a comment in a listing of a document', 'docs/a.md', '# One\n\n```bash\n# not a title\n```\n'],
  ['the path of a machine', 'docs/a.md', whole('# One\n\nSee /ro·ot/notes.\n'), whole('"/ro·ot/"')],
  [
    'the address of a registry',
    'README.md',
    whole('# One\n\nhttps://registry.np·mjs.org\n'),
    whole('"registry.np·mjs"'),
  ],
  ['unfinished work', 'contracts/a.yaml', whole('a: TO·DO later\n'), whole('"TO·DO"')],
  ['an ordinary word that holds one', 'docs/a.md', '# One\n\nHACKNEY and the XXXL size.\n'],
];

const openingLine = '// What it is.\n';
const isProgram = (path: string): boolean => path.endsWith('.ts');
const found = (path: string, text: string): string[] => {
  const source = sourceOf(path, isProgram(path) ? openingLine + text : text);
  // A second file that names the first, so that the first is no dead file.
  return findingsIn([source, sourceOf('x/other.yaml', path)]).map(({ what }) => what);
};

const rows = cases.map(([title, path, text, wanted = '']) => ({ title, path, text, wanted }));

describe('a rule', () => {
  it.each(rows.filter(({ wanted }) => wanted !== ''))('finds $title', ({ path, text, wanted }) => {
    expect(found(path, text).map((what) => what.slice(0, wanted.length))).toContain(wanted);
  });

  it.each(rows.filter(({ wanted }) => wanted === ''))('leaves alone $title', ({ path, text }) => {
    expect(found(path, text)).toEqual([]);
  });

  it('finds a program without an opening comment', () => {
    expect(findingsIn([sourceOf('kernel/main.ts', 'f();')]).map(({ what }) => what)).toEqual([
      'the first line is no comment',
    ]);
  });

  it('finds a program that nothing names, and an export that nothing uses', () => {
    const lonely = sourceOf('kernel/lonely.ts', `${openingLine}f();`);
    const known = sourceOf('kernel/known.ts', `${openingLine}export const unused = 1;\nexport const used = 2;`);
    const main = sourceOf('kernel/main.ts', `${openingLine}import { used } from './known.ts';\nf(used);`);
    expect(findingsIn([lonely, known, main]).map(({ path, what }) => `${path} ${what}`)).toEqual([
      'kernel/known.ts unused is exported and never used',
      'kernel/lonely.ts a file that nothing imports or starts',
    ]);
  });

  it('names the line and what to do', () => {
    const [finding] = findingsIn([sourceOf('kernel/main.ts', `${openingLine}f();\nconst a: any = 1;`)]);
    expect(finding).toEqual({
      path: 'kernel/main.ts',
      line: 3,
      what: '`any`',
      todo: 'Use unknown and check the shape.',
    });
  });
});
