// publishIndicatorSystem: from now on it never changes, and everybody holds it whole.
import { requireDocuments } from '#kernel/documents/require-documents.ts';
import type { FieldFault } from '#kernel/problem/problem.ts';
import { publish, type SystemFault } from '../domain/indicator-system.ts';
import { systemFaultText } from '../domain/system-fault-text.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { changed, lockSystem, saveDecided } from './change-indicator-system.ts';
import { currentFaults } from './indicator-system-record.ts';

const fieldFault = (fault: SystemFault): FieldFault => ({
  pointer: fault.pointer,
  code: fault.code,
  expected: systemFaultText(fault),
});

/**
 * Publishes a draft by a document. INDICATOR_SYSTEM_FAULTY with every fault and its pointer into the system, DOCUMENT_UNKNOWN,
 * STATE_CONFLICT for what is no draft.
 */
export const publishIndicatorSystem: IndicatorsHandler<'publishIndicatorSystem'> = async ({ path, body }, call) => {
  const record = await lockSystem(call, path.indicatorSystemId);
  const { county, system } = record;
  const { documentId } = body;
  const faults = record.state === 'draft' ? await currentFaults(call, county, system) : [];
  const on = await call.today(county);
  const decided = publish(record, { documentId, on, faultCount: faults.length });
  if (decided.ok) await requireDocuments(call, county, [documentId]);
  const published = await saveDecided(call, decided, faults.map(fieldFault));
  await call.append({
    type: 'cn.jixiao.indicators.IndicatorSystemPublished.v1',
    county,
    key: record.id,
    payload: {
      indicatorSystemId: record.id,
      code: system.code,
      version: system.version,
      documentId,
      publishedOn: on,
      digest: record.digest,
      system,
    },
  });
  return changed(call, published);
};
