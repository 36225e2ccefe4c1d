// findPersons: an audited search by exact name or ID number, through blind indexes; what is found is masked.
import { maskedName } from '../domain/mask.ts';
import type { IntegrationHandler } from '../handler.ts';
import { idNumberIndex, nameIndex } from '../personal/blind-index.ts';
import type { PersonKeys } from '../personal/keys.ts';
import { personOf } from '../personal/person.ts';
import { recordReading, searchPersons } from '../store/persons.ts';
import { seesPerson } from '../store/sees-person.ts';

/** Builds the handler. Who is outside the caller's scope is not found. Neither name nor ID number reaches an address, a log or a row. */
export const findPersons =
  (keys: PersonKeys): IntegrationHandler<'findPersons'> =>
  async ({ body }, call) => {
    const { county, purpose, name, idNumber } = body;
    const { subject } = call.caller;
    await recordReading(call.tx, { county, personId: null, subject, purpose, traceId: call.traceId });
    const by = {
      name: name === undefined ? undefined : nameIndex(keys.blindIndex, name),
      idNumber: idNumber === undefined ? undefined : idNumberIndex(keys.blindIndex, idNumber),
    };
    const sees = seesPerson(call.caller, county, await call.today(county));
    const rows = await searchPersons(call.tx, county, by, sees);
    const persons = rows.map((row) => personOf(keys, row));
    const records = persons.map(({ id, name: found, state }) => ({ id, maskedName: maskedName(found), state }));
    return { status: 200, body: { records } };
  };
