// Random directories with a past: places are founded, moved, renamed, merged and dissolved.
import * as fc from 'fast-check';
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { PlaceHistory, PlaceVersion } from '#kernel/values/place-version.ts';

/** One thing that happens to a directory; numbers choose among the places that there are. */
export interface Happening {
  readonly kind: 'found' | 'move' | 'merge' | 'dissolve' | 'rename';
  readonly place: number;
  readonly other: number;
  readonly on: IsoDate;
}

/** The days on which things happen: few, so that many fall together. */
export const days: readonly IsoDate[] = ['2021-01-01', '2022-07-01', '2023-03-15', '2024-02-29', '2025-12-31'].map(
  isoDate,
);

/** The id of the n-th place. */
export const placeOf = (index: number): string => businessId('place', `random-${index}`);

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom('found', 'found', 'move', 'move', 'merge', 'dissolve', 'rename'),
  place: fc.nat(30),
  other: fc.nat(30),
  on: fc.constantFrom(...days),
});

/** The happenings of one directory. */
export const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(happening, { minLength: 5, maxLength: 60 });

type Draft = { -readonly [Name in keyof PlaceVersion]: PlaceVersion[Name] };

/** Plays the happenings in the order of their days. What can't happen (a move under itself, a second end) does not. */
export const play = (all: readonly Happening[]): readonly PlaceHistory[] => {
  const versions = new Map<string, Draft[]>();
  const living = (id: string): Draft | undefined => versions.get(id)?.find(({ validTo }) => validTo === null);
  const open = (id: string, on: IsoDate, parentId: string | null, name: string): void => {
    const version: Draft = { validFrom: on, validTo: null, code: id.slice(0, 8), name, kind: 'random', parentId };
    versions.set(id, [...(versions.get(id) ?? []), version]);
  };
  const close = (id: string, on: IsoDate): void => {
    const kept = (versions.get(id) ?? []).filter(({ validFrom, validTo }) => validTo !== null || validFrom !== on);
    for (const version of kept) version.validTo ??= on;
    versions.set(id, kept);
  };
  const isUnder = (id: string, above: string): boolean => {
    for (let at: string | null = id; at !== null; at = living(at)?.parentId ?? null) if (at === above) return true;
    return false;
  };
  const change = (id: string, on: IsoDate, parentId: string | null, name: string): void => {
    close(id, on);
    open(id, on, parentId, name);
  };
  let founded = 0;
  for (const { kind, place, other, on } of all.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    const id = placeOf(place % Math.max(1, founded));
    const target = placeOf(other % Math.max(1, founded));
    const now = living(id);
    const alive = living(target) !== undefined;
    if (kind === 'found') {
      open(placeOf(founded), on, alive ? target : null, 'founded');
      founded += 1;
    }
    if (now === undefined) continue;
    if (kind === 'rename') change(id, on, now.parentId, `${now.name}+`);
    if (kind === 'dissolve') close(id, on);
    if (!alive || isUnder(target, id)) continue;
    if (kind === 'move') change(id, on, target, now.name);
    if (kind === 'merge') {
      close(id, on);
      for (const child of versions.keys()) {
        const of = living(child);
        if (of?.parentId === id && child !== target) change(child, on, target, of.name);
      }
    }
  }
  return [...versions].map(([placeId, list]) => ({ placeId, versions: list }));
};
