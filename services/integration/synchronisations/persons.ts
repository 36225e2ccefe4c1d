// H1: persons, page by page, into the encrypted table.
import { personId } from '#kernel/values/identifier.ts';
import { type PersonRecord, readPerson } from '../partners/hr-records.ts';
import { readRecords } from '../partners/reading.ts';
import { indexesOf, isSame, type PlainPerson, personRow } from '../personal/person.ts';
import { personIndexes, savePersons } from '../store/persons.ts';
import { countRefusals, type SynchronisationContext, type Synchronise } from './context.ts';

const storePage = async (context: SynchronisationContext, records: readonly PersonRecord[]): Promise<void> => {
  const { keys } = context.deps;
  const { county } = context.synchronisation;
  // Twice in one page is once: the last one counts.
  const persons = new Map(
    records.map(({ a0000, name, idNumber, state }): [string, PlainPerson] => {
      const id = personId(keys.personId, a0000);
      return [id, { id, name, idNumber, state }];
    }),
  );
  await context.transact(async (tx) => {
    const known = await personIndexes(tx, county, [...persons.keys()]);
    const changed = [...persons.values()].filter((person) => !isSame(known.get(person.id), indexesOf(keys, person)));
    await savePersons(
      tx,
      changed.map((person) => personRow(keys, county, person)),
    );
  });
};

/** One transaction a page. What is known so already is neither encrypted nor written again. */
export const synchronisePersons: Synchronise = async (context) => {
  const { deps, synchronisation, signal, logger } = context;
  let [received, refused] = [0, 0];
  for await (const page of deps.hr.pages('/persons', { under: synchronisation.county }, signal)) {
    const read = readRecords(page, readPerson, countRefusals(logger));
    await storePage(context, read.records);
    received += page.length;
    refused += read.refused;
  }
  return { received, refused };
};
