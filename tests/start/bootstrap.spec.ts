// The bootstrap in a small project of its own: what it refuses, and how it hands over.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { expectSentence } from './sentence.ts';
import { type Extra, pretend, type SmallProject, smallProject, source } from './small-project.ts';

let project: SmallProject;
beforeEach(async () => {
  project = await smallProject();
});

describe('refusing', () => {
  const cases: [string, string[], Extra, number, RegExp][] = [
    ['Node 18', ['show.ts'], { options: pretend('18.20.4') }, exitCodes.unavailable, /needs Node\.js 20 or newer/],
    ['no program', [], {}, exitCodes.usage, /No program was named/],
    ['an unknown program', ['nothing.ts'], {}, exitCodes.usage, /no program nothing\.ts/],
    ['an unknown tool', ['nothing'], {}, exitCodes.usage, /no program nothing/],
    [
      'production, before anything is installed',
      ['deploy/embedded/main.ts'],
      { environment: { NODE_ENV: 'production' } },
      exitCodes.config,
      /^(?!.*Installing)[\s\S]*refuses NODE_ENV=production/,
    ],
  ];
  it.each(cases)('%s: a sentence and an exit code', async (_name, words, extra, exitCode, said) => {
    expectSentence(await project.run(words, extra), exitCode, said);
  });

  it('every exit code of the sentences is one of the table', async () => {
    // A stop that came late is the embedded start's alone.
    const codes = new Set<number>(Object.values(exitCodes));
    for (const file of ['tools/bootstrap/sentences.json', 'deploy/embedded/guard/sentences.json']) {
      const sentences: Record<string, { exitCode: number }> = JSON.parse(await readFile(join(source, file), 'utf8'));
      for (const [name, { exitCode }] of Object.entries(sentences))
        expect({ name, known: codes.has(exitCode) }).toEqual({ name, known: true });
    }
  });
});

describe('handing over', () => {
  it('runs a TypeScript program with its words by Node 24 or newer', async () => {
    expectSentence(
      await project.run(['show.ts', '--fresh', 'two words']),
      exitCodes.ok,
      /v(2[4-9]|[3-9]\d)\.\S+ --fresh two words/,
    );
  });

  it('gives back the exit code of the program', async () => {
    await project.write('end.ts', 'process.exit(42);\n');
    expect(await project.run(['end.ts'])).toHaveProperty('code', 42);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes %s on and waits for the end', async (signal) => {
    await project.write(
      'wait.ts',
      `process.on('${signal}', () => process.exit(5));\nsetInterval(() => undefined, 1000);\nconsole.log('waiting');\n`,
    );
    const child = project.begin(['wait.ts']);
    await child.sees(/waiting/);
    child.kill(signal);
    expect(await child.end).toHaveProperty('code', 5);
  });

  it('tells an end by a signal as a shell does', async () => {
    await project.write('fall.ts', "process.kill(process.pid, 'SIGKILL');\n");
    expect(await project.run(['fall.ts'])).toHaveProperty('code', 137);
  });

  it('lets a program end quietly whose reader is gone, with its own exit code', async () => {
    const program =
      "process.once('SIGHUP', () => {\n" +
      "for (let line = 0; line < 10_000; line += 1) console.log('line', line);\n" +
      "process.stderr.write('a last word');\nsetTimeout(() => process.exit(5), 50);\n});\n" +
      "setInterval(() => undefined, 1000);\nconsole.log('begun');\n";
    await project.write('talk.ts', program);
    const child = project.begin(['talk.ts']);
    await child.sees(/begun/);
    child.closeOutput();
    child.kill('SIGHUP');
    expect(await child.end).toHaveProperty('code', 5);
  });

  it('hides from a program what its caller has for another database, and nothing else', async () => {
    await project.write(
      'variables.ts',
      'console.log(Object.keys(process.env).filter((name) => /PG/.test(name)).join());\n',
    );
    const environment = {
      PGSSLMODE: 'require',
      PGCONNECT_TIMEOUT: '1',
      PGOPTIONS: '-c x=y',
      PG_COLOR: 'always',
      NODE_PG_FORCE_NATIVE: '1',
      PGP_KEY: 'kept',
      XPGHOST: 'kept',
    };
    expectSentence(await project.run(['variables.ts'], { environment }), exitCodes.ok, /^PGP_KEY,XPGHOST$/m);
  });

  it('lets programs that are started by name meet the same Node', async () => {
    const program =
      "import { execFileSync } from 'node:child_process';\n" +
      "console.log('inner', execFileSync('node', ['--version'], { encoding: 'utf8' }));\n";
    await project.write('inner.ts', program);
    expectSentence(await project.run(['inner.ts']), exitCodes.ok, new RegExp(`inner ${process.version}`));
  });
});
