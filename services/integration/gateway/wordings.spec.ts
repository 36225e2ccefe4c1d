// Whatever a program expects of a field, a person reads in Chinese: no expectation in English is without its Chinese.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { compileValidators } from '#kernel/contract/validators.ts';
import { serviceNames } from '#kernel/database/provision.ts';
import { inChinese } from '#kernel/problem/phrases.ts';

const root = join(import.meta.dirname, '../../..');
const han = /\p{Script=Han}/u;

/** The sentences that a program gives as expected: literally, or as the last word of a report or of a fault. */
const sentencesIn = (text: string): readonly string[] => {
  const literals = [
    ...text.matchAll(/\bexpected: ('[^'\n]*'|"[^"\n]*"|`[^`\n]*`)/g),
    ...text.matchAll(/\b(?:report|planFault)\(\s*[^,]+,\s*'[A-Z_]+',\s*('[^'\n]*'|"[^"\n]*"|`[^`\n]*`)/g),
  ];
  return literals.map(([, literal = '']) =>
    literal
      .slice(1, -1)
      .replaceAll(/\$\{counted\([^,}]*, '([^']*)'\)\}/g, 'x $1s')
      .replaceAll(/\$\{[^}]*\}/g, 'x'),
  );
};

const programs = globSync('{kernel,services}/**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.spec.ts'));

describe('what is expected of a field', () => {
  it('has its Chinese wherever a program says it in English', () => {
    const said = programs.flatMap((path) =>
      sentencesIn(readFileSync(join(root, path), 'utf8')).map((sentence) => ({ path, sentence })),
    );
    expect(said.length).toBeGreaterThan(25);
    const missing = said.filter(({ sentence }) => !han.test(inChinese(sentence)));
    expect(missing.map(({ path, sentence }) => `${path}: add «${sentence}» to contracts/phrases.yaml`)).toEqual([]);
  });

  it.each(serviceNames)('has its Chinese wherever the contract of %s says it', (service) => {
    const contract = contractOf(service);
    const validators = compileValidators(contract, operationsOf(service, contract));
    const wrongs: readonly unknown[] = [{ surplus: 1 }, [], 'x', 1.5, null];
    const expectations = [...validators.values()].flatMap(({ bodies, answers, parameters }) => [
      ...[...bodies.values(), ...answers.values()].flatMap((validate) => wrongs.flatMap((wrong) => validate(wrong))),
      ...parameters({
        path: {},
        query: { limit: 'x', after: '-1', surplus: '', county: 'x', cursor: '!' },
        header: {},
      }),
    ]);
    expect(expectations.length).toBeGreaterThan(50);
    expect(expectations.map(({ expected }) => expected).filter((text) => !han.test(inChinese(text)))).toEqual([]);
  });
});
