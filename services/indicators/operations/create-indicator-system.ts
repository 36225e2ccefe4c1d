// createIndicatorSystem: a draft, which may have faults.
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { digestOf } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { SystemRecord } from '../domain/indicator-system.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { insertSystem } from '../store/indicator-system.ts';
import { systemRecord } from './indicator-system-record.ts';

/** Drafts an indicator system. ALREADY_EXISTS for a code and version that the county has used. */
export const createIndicatorSystem: IndicatorsHandler<'createIndicatorSystem'> = async ({ body }, call) => {
  const { county, system } = body;
  const record: SystemRecord = {
    id: businessId('indicator-system', county, system.code, String(system.version)),
    county,
    state: 'draft',
    revision: 1,
    system,
    digest: digestOf(system),
    draftedOn: await call.today(county),
    publishedOn: null,
    documentId: null,
    retiredOn: null,
    retirementReason: null,
  };
  if (!(await insertSystem(call.tx, record)))
    throw problem('ALREADY_EXISTS', { what: `指标体系 ${system.code} 版本 ${system.version}` });
  call.about(record.id);
  return { status: 201, body: await systemRecord(call, record), etag: etagOf(record.revision) };
};
