// The scheme that the year is played by, as the committed rule set says it.
import { readFileSync } from 'node:fs';
import type { operations as EvaluationOperations } from '#contracts/generated/evaluation.ts';
import type { operations as IncentivesOperations } from '#contracts/generated/incentives.ts';
import type { operations as IndicatorsOperations } from '#contracts/generated/indicators.ts';
import type { Input } from '#kernel/contract/types.ts';

type CycleRules = Input<EvaluationOperations['openCycle']>['body']['rules'];

/** The scheme. */
export interface Scheme {
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly label: string;
  readonly county: string;
  readonly year: number;
  readonly source: string;
  readonly indicatorSystem: Input<IndicatorsOperations['createIndicatorSystem']>['body']['system'];
  readonly units: {
    readonly groups: Input<EvaluationOperations['openCycle']>['body']['groups'];
    readonly assignments: readonly {
      readonly placeCode: string;
      readonly name: string;
      readonly classCode: string;
      readonly groupCode: string;
    }[];
  };
  readonly gradingRules: CycleRules['gradingRules'];
  readonly deadlines: CycleRules['deadlines'];
  readonly lightRules: CycleRules['lightRules'];
  readonly measureRules: Input<IncentivesOperations['registerRuleSet']>['body']['measureRules'];
}

/** Reads the committed scheme. The services check it as they check any other. */
export const readScheme = (): Scheme =>
  JSON.parse(readFileSync(new URL('../rulesets/ruian-thread.json', import.meta.url), 'utf8')) as Scheme;

/** A unit of the scheme. */
export type Assignment = Scheme['units']['assignments'][number];

/** The unit of a name, such as 飞云街道. */
export const assignmentOf = (scheme: Scheme, name: string): Assignment => {
  const found = scheme.units.assignments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`The scheme has no unit ${name}.`);
  return found;
};
