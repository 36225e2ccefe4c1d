// authorizeRegistrar, endRegistrar, listRegistrars.
import type { components } from '#contracts/generated/integration.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { paged, pageOf } from '#kernel/operation/page.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { refused } from '#kernel/values/result.ts';
import { authorize, endAuthorization, type Registrar } from '../domain/registrar.ts';
import type { IntegrationHandler } from '../handler.ts';
import {
  countRegistrars,
  insertRegistrar,
  isHolderKnown,
  listRegistrarsOf,
  lockRegistrar,
  saveRegistrar,
} from '../store/registrars.ts';

const registrarRecord = (registrar: Registrar): components['schemas']['Registrar'] => {
  const { version: _version, ...record } = registrar;
  return record;
};

const holderOf = ({ personId }: Registrar): string => (personId === null ? 'organisationId' : 'personId');

/**
 * Records who may register an organ's documents. VALUE_INVALID also for whom the directory does not hold, and ALREADY_EXISTS while the
 * same authorisation is in force.
 */
export const authorizeRegistrar: IntegrationHandler<'authorizeRegistrar'> = async ({ body }, call) => {
  const by = { subject: call.caller.subject, today: await call.today(body.county) };
  const registrar = taken(authorize(body, by, await countRegistrars(call.tx, body.county, body.organ)));
  if (!(await isHolderKnown(call.tx, registrar)))
    return taken(
      refused('VALUE_INVALID', { field: holderOf(registrar), reason: '目录中没有' }, `/${holderOf(registrar)}`),
    );
  if (!(await insertRegistrar(call.tx, registrar))) throw problem('ALREADY_EXISTS', { what: '登记授权' });
  call.about(registrar.id);
  return { status: 201, body: registrarRecord(registrar), etag: etagOf(registrar.version) };
};

/** Ends an authorisation. NOT_FOUND also for another county's, ETAG_STALE, and STATE_CONFLICT for one that is ended. */
export const endRegistrar: IntegrationHandler<'endRegistrar'> = async ({ path, body }, call) => {
  const registrar = await lockRegistrar(call.tx, path.registrarId);
  if (registrar === undefined) throw problem('NOT_FOUND', { what: '登记授权' });
  call.about(registrar.id, registrar.county);
  call.requireVersion(registrar.version);
  const by = { subject: call.caller.subject, today: await call.today(registrar.county) };
  const ended = taken(endAuthorization(registrar, body.reason, by));
  await saveRegistrar(call.tx, ended);
  return { status: 200, body: registrarRecord(ended), etag: etagOf(ended.version) };
};

/** The registrars of a county by organ, then id. */
export const listRegistrars: IntegrationHandler<'listRegistrars'> = async ({ query }, call) => {
  const page = pageOf(query, ['text', 'id']);
  const rows = await listRegistrarsOf(call.tx, query.county, page);
  return { status: 200, body: paged(rows, page, (row) => [row.organ, row.id], registrarRecord) };
};
