// The persons of the short year, as the simulated HR system has them: who may stand in one table only.
import { openDirectory } from '../../../simulators/directory-data/directory.ts';
import { persons } from '../../../simulators/hr/roster/lists.ts';
import { rosterUpdatedOn } from '../../../simulators/hr/roster/roster.ts';

/** Names, without the mark of what is fictional, and ID numbers. */
export interface Roster {
  readonly names: ReadonlySet<string>;
  readonly idNumbers: ReadonlySet<string>;
}

/** Everyone of a county. */
export const rosterOf = (county: string, seed: number): Roster => {
  const source = {
    directory: openDirectory(),
    seed,
    knownAs: (creditCode: string) => ({ creditCode, updatedOn: rosterUpdatedOn }),
  };
  const all = [...persons(source, { under: county })].map(({ record }) => record);
  const fictional = '（虚构）';
  return {
    names: new Set(all.map(({ A0101 }) => A0101.replace(fictional, ''))),
    idNumbers: new Set(all.map(({ A0184 }) => A0184)),
  };
};

const hanRun = /\p{Script=Han}{2,}/gu;
const idNumber = /\d{17}[\dX]/g;

/** The names that stand in a text, and the ID numbers; each once. */
export const foundIn = (text: string, { names, idNumbers }: Roster): string[] => {
  const found = new Set<string>();
  const lengths = [...new Set([...names].map(({ length }) => length))];
  for (const [run] of text.matchAll(hanRun))
    for (let at = 0; at < run.length; at += 1)
      for (const length of lengths) if (names.has(run.slice(at, at + length))) found.add(run.slice(at, at + length));
  for (const [number] of text.matchAll(idNumber)) if (idNumbers.has(number)) found.add(number);
  return [...found];
};
