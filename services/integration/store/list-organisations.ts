// A page of a county's organisations that exist on a day, by credit code.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { PageRequest } from '#kernel/operation/page.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { type OrganisationRow, organisationColumns } from './organisation-row.ts';
import type { DB } from './tables.ts';

/** One organisation more than the page shows, if there is one. `scope` is a condition on `organisation`. */
export const listOrganisationsOf = (
  tx: Transaction<DB>,
  county: string,
  { day, scope }: { readonly day: IsoDate; readonly scope: RawBuilder<SqlBool> },
  page: PageRequest,
): Promise<OrganisationRow[]> => {
  const key = sql<string>`credit_code collate "C"`;
  return tx
    .selectFrom('organisation')
    .select(organisationColumns)
    .where('county', '=', county)
    .where('valid_from', '<=', day)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', day)]))
    .where(scope)
    .where(key, '>', page.after?.[0] ?? '')
    .orderBy(key)
    .limit(page.limit + 1)
    .execute();
};
