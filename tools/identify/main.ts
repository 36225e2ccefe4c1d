// `npm run identify -- <kind> <key>`: prints the id that the system gives a place, an organisation or a team, and nothing else.
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { organisationId } from '#services/integration/domain/organisation.ts';
import { placeOfTenant } from '#services/integration/domain/place.ts';
import { teamId } from '#services/integration/domain/team.ts';

const usage = `npm run identify -- <kind> <key>
Prints an id, as the attributes of people in the issuer and the addresses of the API want it.
  place <code>                a place, by its code of 2, 4, 6, 9 or 12 digits at its first appearance
  organisation <credit code>  an organisation, by the 统一社会信用代码 under which it first came
  team <credit code>          the team of that organisation
Nobody is asked whether the directory has it: GET /api/v1/integration/places/<id> says so.
`;

const personSentence = `The id of a person needs the key of this installation, which is integration's alone.
findPersons (POST /api/v1/integration/persons/search) finds it by name or ID number, for who holds PERSON_READ.
`;

interface Kind {
  readonly form: RegExp;
  readonly wanted: string;
  readonly idOf: (key: string) => string;
}

const creditCode = { form: /^[0-9A-HJ-NPQRTUWXY]{18}$/, wanted: 'a credit code of 18 digits and capital letters' };
const kinds: ReadonlyMap<string, Kind> = new Map([
  [
    'place',
    {
      form: /^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?$/,
      wanted: 'a place code of 2, 4, 6, 9 or 12 digits',
      // A county, city or province is its code with zeros behind; a short code of a township is filled up the same way.
      idOf: placeOfTenant,
    },
  ],
  ['organisation', { ...creditCode, idOf: organisationId }],
  ['team', { ...creditCode, idOf: (key) => teamId(organisationId(key)) }],
]);

const main = (): number => {
  const [name = '', key = '', ...rest] = process.argv.slice(2);
  const kind = kinds.get(name);
  if (kind === undefined || rest.length > 0 || key === '') {
    process.stderr.write(name === 'person' ? personSentence : usage);
    return exitCodes.usage;
  }
  if (!kind.form.test(key)) {
    process.stderr.write(`«${key}» is not ${kind.wanted}.\n`);
    return exitCodes.usage;
  }
  process.stdout.write(`${kind.idOf(key)}\n`);
  return exitCodes.ok;
};

process.exitCode = main();
