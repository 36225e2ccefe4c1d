// publishRuleSet: lock the county's rule sets, put one into force, supersede the one before, announce.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { publishRuleSet as publish, supersedeRuleSet } from '../domain/rule-set.ts';
import type { IncentivesHandler } from '../handler.ts';
import { findRuleSet } from '../store/find-rule-set.ts';
import { lockRuleSets } from '../store/lock-rule-sets.ts';
import { saveRuleSetState } from '../store/save-rule-set-state.ts';
import { ruleSetRecord } from './rule-set-record.ts';

/** The fact that decisions on grades wait for while a county has no rule set: its key is the county. */
export const ruleSetInForceFact = 'cn.jixiao.incentives.RuleSetPublished.v1';

const missing = () => problem('NOT_FOUND', { what: '规则集' });

/** Puts a registered rule set into force by a document. STATE_CONFLICT for one that is or was; DOCUMENT_UNKNOWN. */
export const publishRuleSet: IncentivesHandler<'publishRuleSet'> = async ({ path, body }, call) => {
  const seen = await findRuleSet(call.tx, path.ruleSetId);
  if (seen === undefined) throw missing();
  // The day first, as DayBegan takes it.
  const today = await call.today(seen.county);
  const sets = await lockRuleSets(call.tx, seen.county);
  const set = sets.find(({ id }) => id === path.ruleSetId);
  if (set === undefined) throw missing();
  call.about(set.id, set.county);
  call.requireVersion(set.revision);
  const published = taken(publish(set, body.documentId, today));
  await requireDocuments(call, set.county, [body.documentId]);
  const before = sets.find(({ state }) => state === 'published');
  if (before !== undefined) await saveRuleSetState(call.tx, supersedeRuleSet(before));
  await saveRuleSetState(call.tx, published);
  const { id: ruleSetId, code, version, digest, county } = published;
  await call.append({
    type: ruleSetInForceFact,
    county,
    key: ruleSetId,
    payload: { ruleSetId, code, version, digest, publishedOn: today },
  });
  await call.arrived({ type: ruleSetInForceFact, key: county });
  return { status: 200, body: ruleSetRecord(published), etag: etagOf(published.revision) };
};
