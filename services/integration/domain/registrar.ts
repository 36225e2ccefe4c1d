// Who may register the documents of an organ: a record that the organ's word stands behind.
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';

/** What an organ says: who may register its documents, and by what it said so. One of role, organisation and person is given. */
export interface RegistrarDraft {
  readonly county: string;
  readonly organ: string;
  readonly role?: string;
  readonly organisationId?: string;
  readonly personId?: string;
  readonly basis: string;
}

/** An authorisation, in force or ended. */
export interface Registrar {
  readonly id: string;
  readonly county: string;
  readonly organ: string;
  readonly role: string | null;
  readonly organisationId: string | null;
  readonly personId: string | null;
  readonly basis: string;
  readonly authorizedOn: string;
  readonly authorizedBy: string;
  readonly endedOn: string | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
  readonly version: number;
}

/** By whom something is done, and on which business day. */
interface By {
  readonly subject: string;
  readonly today: IsoDate;
}

/** Records an authorisation. VALUE_INVALID unless one of role, organisation and person is given. `serial` tells renewed ones apart. */
export const authorize = (
  draft: RegistrarDraft,
  { subject, today }: By,
  serial: number,
): Result<Registrar, 'VALUE_INVALID'> => {
  const { county, organ, role = null, organisationId = null, personId = null, basis } = draft;
  const [holder, ...others] = [role, organisationId, personId].filter((one) => one !== null);
  if (holder === undefined || others.length > 0)
    return refused('VALUE_INVALID', { field: 'role', reason: '角色、组织机构和人员须且只能给出一项' }, '/role');
  return accepted({
    id: businessId('registrar', county, organ, holder, String(serial)),
    county,
    organ,
    role,
    organisationId,
    personId,
    basis,
    authorizedOn: today,
    authorizedBy: subject,
    endedOn: null,
    endedBy: null,
    endReason: null,
    version: 1,
  });
};

/** Ends an authorisation. STATE_CONFLICT for one that is ended. */
export const endAuthorization = (
  registrar: Registrar,
  reason: string,
  { subject, today }: By,
): Result<Registrar, 'STATE_CONFLICT'> =>
  registrar.endedOn === null
    ? accepted({ ...registrar, endedOn: today, endedBy: subject, endReason: reason, version: registrar.version + 1 })
    : refused('STATE_CONFLICT', { what: '登记授权', state: '已终止', wanted: '有效' });
