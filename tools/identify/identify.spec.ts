// `npm run identify`, as the program that people and scripts run: the ids are those that the system gives its own records.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type End, runChild } from '../../tests/start/child.ts';

const project = join(import.meta.dirname, '../..');
const identify = (...parameters: readonly string[]): Promise<End> =>
  runChild({
    program: process.execPath,
    parameters: [join(project, 'tools/identify/main.ts'), ...parameters],
    folder: project,
  });

describe('npm run identify', () => {
  // As the directory of the demonstration gives them (listPlaces, listOrganisations, listTeams).
  const known: [string, string, string, string][] = [
    ['a county', 'place', '330381', '21003633-939d-58b1-82e8-268cc7f4ef2d'],
    ['a township by its whole code', 'place', '330381001000', 'cb8e8b23-cfbe-5bdb-9353-5018b5ab4e0f'],
    ['a township by its short code', 'place', '330381001', 'cb8e8b23-cfbe-5bdb-9353-5018b5ab4e0f'],
    ['an organisation', 'organisation', '119999990BW8MNCL7H', '7c7e5c60-276c-5448-937b-0e3231a2b409'],
    ['the team of an organisation', 'team', '119999990BW8MNCM5C', 'fbe7f346-5587-552f-ac40-580fba9e20ac'],
  ];
  it.each(known)('prints the id of %s and nothing else', async (_title, kind, key, id) => {
    expect(await identify(kind, key)).toEqual({ code: 0, output: `${id}\n` });
  });

  const refusals: [string, string[], string][] = [
    ['nothing', [], 'npm run identify -- <kind> <key>'],
    ['an unknown kind', ['document', '1'], 'npm run identify -- <kind> <key>'],
    ['a kind without a key', ['place'], 'npm run identify -- <kind> <key>'],
    ['two keys', ['place', '330381', '330382'], 'npm run identify -- <kind> <key>'],
    ['a code of five digits', ['place', '33038'], '«33038» is not a place code of 2, 4, 6, 9 or 12 digits'],
    ['a credit code in small letters', ['organisation', '11999999000000019m'], 'is not a credit code of 18 digits'],
    ['a person, whose id hangs on a key', ['person', '330381001'], 'needs the key of this installation'],
  ];
  it.each(refusals)('refuses %s with a sentence and 64', async (_title, parameters, sentence) => {
    expect(await identify(...parameters)).toEqual({ code: 64, output: expect.stringContaining(sentence) });
  });
});
