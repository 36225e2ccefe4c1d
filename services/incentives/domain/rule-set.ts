// Rule sets: what follows from which decided team grade, each rule with its source; registered, in force, superseded.
import { digestOf } from '#kernel/values/canonical-json.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { Grade, MeasureRule } from './measure-rule.ts';

/** A rule set as it is given. */
export interface RuleSetDraft {
  readonly county: string;
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly source: string;
  readonly measureRules: readonly MeasureRule[];
}

/** A registered rule set. Nothing of it changes but its state, which `revision` counts. */
export interface RuleSet extends RuleSetDraft {
  readonly id: string;
  readonly digest: string;
  readonly state: 'registered' | 'published' | 'superseded';
  readonly revision: number;
  readonly registeredOn: IsoDate;
  readonly publishedOn: IsoDate | null;
  readonly documentId: string | null;
}

/** Where a rule set contradicts itself. The pointer leads into the draft. */
export interface RuleSetFault {
  readonly pointer: string;
  readonly code: 'CODE_TWICE' | 'PARAMETER_MISSING' | 'PARAMETER_UNFIT' | 'SHARE_OUT_OF_RANGE' | 'QUOTA_TWICE';
  readonly expected: string;
}

const statesInWords = { registered: '已登记', published: '已发布', superseded: '已被取代' } as const;

const shareFaults = (rule: MeasureRule, pointer: string): RuleSetFault[] => {
  if (rule.kind !== 'person-quota') {
    return rule.parameter === undefined
      ? []
      : [{ pointer, code: 'PARAMETER_UNFIT', expected: `no parameter, since ${rule.kind} has no number` }];
  }
  if (rule.parameter === undefined)
    return [{ pointer, code: 'PARAMETER_MISSING', expected: 'the share of a person quota' }];
  // A share is a decimal of the contract; between 0 and 1 its text begins with 0 or is 1.
  const inRange = /^(0(\.[0-9]+)?|1(\.0+)?)$/.test(rule.parameter);
  return inRange ? [] : [{ pointer, code: 'SHARE_OUT_OF_RANGE', expected: 'a share from 0 to 1' }];
};

/** Every fault of the rules: codes used twice, shares missing or out of range, two person quotas for one grade. */
export const faultsOf = (rules: readonly MeasureRule[]): readonly RuleSetFault[] => {
  const faults: RuleSetFault[] = [];
  const codes = new Set<string>();
  const quotas = new Set<Grade>();
  for (const [index, rule] of rules.entries()) {
    const at = `/body/measureRules/${index}`;
    if (codes.has(rule.code)) faults.push({ pointer: `${at}/code`, code: 'CODE_TWICE', expected: 'a code used once' });
    codes.add(rule.code);
    faults.push(...shareFaults(rule, `${at}/parameter`));
    if (rule.kind !== 'person-quota') continue;
    for (const grade of rule.grades) {
      if (quotas.has(grade))
        faults.push({ pointer: `${at}/grades`, code: 'QUOTA_TWICE', expected: `one person quota for ${grade}` });
      quotas.add(grade);
    }
  }
  return faults;
};

/** Registers a rule set that has no fault. Its id is of county, code and version; its digest of what it says. */
export const registerRuleSet = (draft: RuleSetDraft, on: IsoDate): RuleSet => ({
  ...draft,
  id: businessId('rule-set', draft.county, draft.code, String(draft.version)),
  digest: digestOf(draft),
  state: 'registered',
  revision: 1,
  registeredOn: on,
  publishedOn: null,
  documentId: null,
});

/** Puts a registered rule set into force by a document. STATE_CONFLICT for one that is or was in force. */
export const publishRuleSet = (set: RuleSet, documentId: string, on: IsoDate): Result<RuleSet, 'STATE_CONFLICT'> =>
  set.state === 'registered'
    ? accepted({ ...set, state: 'published', revision: set.revision + 1, publishedOn: on, documentId })
    : refused('STATE_CONFLICT', {
        what: '规则集',
        state: statesInWords[set.state],
        wanted: statesInWords.registered,
      });

/** The rule set that was in force until another was published. */
export const supersedeRuleSet = (set: RuleSet): RuleSet => ({
  ...set,
  state: 'superseded',
  revision: set.revision + 1,
});
