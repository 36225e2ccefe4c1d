// What every type of scoring rule is made of: its facts, its outcome, its check.
import { type Decimal, one, zero } from '../../decimal.ts';
import type { FaultList } from '../fault.ts';
import type { PeerField } from '../peers.ts';

/** Whether a higher or a lower value is the better one. */
export type Direction = 'higher' | 'lower';

/** Which units a value is compared with: all of the run, those of its weight class, or those of its ranking group. */
export type Among = 'all' | 'class' | 'group';

/** An exact share of the item's base, kept as a fraction so that points are rounded once. The denominator is positive. */
export type Share = { readonly numerator: Decimal; readonly denominator: Decimal };

/** What a rule is given: the unit's value, its target if the rule asks for one, and the field of its peers. */
export type RuleFacts = {
  readonly direction: Direction;
  readonly value: Decimal;
  readonly target?: Decimal;
  readonly peers?: PeerField;
};

/** What a rule needs beside the value, so that a run gathers no more. */
export type RuleNeeds = { readonly target: boolean; readonly peers: boolean };

/** Points of an item: base × share + points, not below `floor` where the rule states one. `limited` says which bound was met. */
export type RuleScore = {
  readonly kind: 'scored';
  readonly share: Share;
  readonly points: Decimal;
  readonly floor?: Decimal;
  readonly limited?: 'cap' | 'floor';
  readonly rank?: Decimal;
};

/** The least and the most that a rule can give, whatever the value: what a line of a document keeps an item within. */
export type RuleRange = { readonly least: RuleScore; readonly most: RuleScore };

/** A score of a plain share of the base, and of points beside it. */
export const plainScore = (share: Decimal, points: Decimal = zero): RuleScore => ({
  kind: 'scored',
  share: { numerator: share, denominator: one },
  points,
});

/** A rule scores, or says why it cannot. */
export type RuleOutcome =
  | RuleScore
  | { readonly kind: 'refused'; readonly code: 'RANKED_UNITS_TOO_FEW' | 'TARGET_NOT_POSITIVE' | 'TARGET_MISSING' };

/** One type of rule: `Data` is what the scheme states. Pure: no clock, no other unit than through the peers. */
export type RuleType<Data> = {
  /** The name by which assessment offices know the rule. */
  readonly name: string;
  readonly needs: RuleNeeds;
  readonly check: (rule: Data, direction: Direction, pointer: string, faults: FaultList) => void;
  readonly score: (rule: Data, facts: RuleFacts) => RuleOutcome;
  readonly range: (rule: Data, direction: Direction) => RuleRange;
  /**
   * Every score that the rule can give for an item of a weight, the best first, where they are a list; undefined where any number of
   * its range may come about.
   */
  readonly marks: (rule: Data, weight: Decimal) => readonly RuleScore[] | undefined;
  /** The constants that are points and no shares, by name: a sheet may show them as they are, so they have its precision. */
  readonly points: (rule: Data) => Readonly<Record<string, Decimal>>;
};
