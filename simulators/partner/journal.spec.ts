// The journal of a simulated partner: what was appended is there after a restart, whatever ended the process.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';

type Entry = { readonly text: string };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jixiao-journal-'));
  file = join(folder, 'journal');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a journal', () => {
  it('gives back what was appended, in order', () => {
    const first = openJournal<Entry>(file);
    expect(first.entries).toEqual([]);
    first.append({ text: '一\n二' });
    first.append({ text: 'three' });
    expect(openJournal<Entry>(file).entries).toEqual([{ text: '一\n二' }, { text: 'three' }]);
  });

  it.each([
    ['half a line', '{"text":"hal'],
    ['a line cut inside a character', Buffer.from('{"text":"绩').subarray(0, 11)],
  ])('drops %s that a killed process left, and spoils nothing after it', (_, rest) => {
    openJournal<Entry>(file).append({ text: '绩效' });
    appendFileSync(file, rest);
    const second = openJournal<Entry>(file);
    expect(second.entries).toEqual([{ text: '绩效' }]);
    second.append({ text: 'later' });
    expect(openJournal<Entry>(file).entries).toEqual([{ text: '绩效' }, { text: 'later' }]);
  });

  it('refuses a file that is no journal', () => {
    writeFileSync(file, 'not json\n');
    expect(() => openJournal<Entry>(file)).toThrow(SyntaxError);
  });

  it('lasts as long as the process when it has no file', () => {
    const journal = openJournal<Entry>(undefined);
    journal.append({ text: 'gone' });
    expect(journal.entries).toEqual([]);
  });
});
