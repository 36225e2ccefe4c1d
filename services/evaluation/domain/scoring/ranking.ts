// Ranks of units by their rounded totals, within each ranking group.
import { compare, type Decimal } from '#kernel/values/decimal.ts';
import { peerField } from '#kernel/values/scheme/peers.ts';
import type { ScoreSheet } from './score-sheet.ts';

/** What is ranked: anything with a total in a group. */
type Ranked = { readonly groupCode: string; readonly total: Decimal };

/** A rank within a group: equal totals share it, and as many ranks are skipped after them. */
export type Rank = { readonly rank: number; readonly rankedUnits: number; readonly tied: boolean };

/** Ranks units within their groups; the order of the input is kept. */
export const rankWithinGroups = <Unit extends Ranked>(units: readonly Unit[]): readonly (Unit & Rank)[] => {
  const totals = new Map<string, Decimal[]>();
  for (const { groupCode, total } of units) {
    const group = totals.get(groupCode);
    if (group === undefined) totals.set(groupCode, [total]);
    else group.push(total);
  }
  const fields = new Map([...totals].map(([group, values]) => [group, peerField(values, 'higher')]));
  return units.map((unit) => {
    const field = fields.get(unit.groupCode);
    if (field === undefined) throw new Error(`the group ${unit.groupCode} has no totals`);
    const place = field.placeOf(unit.total);
    return { ...unit, rank: place.rank, rankedUnits: field.count, tied: place.sharedBy > 1 };
  });
};

/** The order in which sheets are shown: by group, then rank, then unit, so that it never depends on the input's order. */
export const bySheetOrder = (a: ScoreSheet, b: ScoreSheet): number => {
  if (a.groupCode !== b.groupCode) return a.groupCode < b.groupCode ? -1 : 1;
  return compare(b.total, a.total) || (a.unitId < b.unitId ? -1 : 1);
};
