// The state of the simulated province: the day, the planted faults, and the received results.
import type { components } from '#contracts/generated/partner-province.ts';
import { openJournal } from '../partner/journal.ts';
import { createFaults, type Faults } from '../partner/transport-faults.ts';
import { isBadRows, isCorrection, isLasting, isSlump, type ProvinceFault } from './faults.ts';
import type { Plants } from './observations/rows.ts';

export type ReceivedUnitResult = components['schemas']['ReceivedUnitResult'];

type Entry =
  | { readonly type: 'day'; readonly day: string }
  /** All lasting faults after a change. */
  | { readonly type: 'planted'; readonly faults: readonly ProvinceFault[] }
  | { readonly type: 'received'; readonly received: ReceivedUnitResult };

export type ProvinceState = {
  readonly faults: Faults<ProvinceFault>;
  day(): string | undefined;
  setDay(day: string): void;
  plants(): Plants;
  /** By the key of a result: cycle, unit and version. */
  received(key: string): ReceivedUnitResult | undefined;
  receive(received: ReceivedUnitResult): void;
  /** In the order of the keys. */
  allReceived(): readonly ReceivedUnitResult[];
  /** Saves the faults that outlive a restart, after one was planted or removed. */
  keepFaults(): void;
};

const versionDigits = 4;

/** The key of a result as text that sorts by cycle, unit and version. */
export const resultKey = (cycle: string, unit: string, version: number): string =>
  `${cycle} ${unit} ${String(version).padStart(versionDigits, '0')}`;

/** Opens the state from the journal's file, or an empty state. */
export const openState = (journalFile: string | undefined): ProvinceState => {
  const journal = openJournal<Entry>(journalFile);
  const faults = createFaults<ProvinceFault>();
  const results = new Map<string, ReceivedUnitResult>();
  let day: string | undefined;
  const keep = (received: ReceivedUnitResult): void => {
    const { cycle, unit, version } = received.receipt;
    results.set(resultKey(cycle, unit, version), received);
  };
  let planted: readonly ProvinceFault[] = [];
  for (const entry of journal.entries) {
    if (entry.type === 'day') day = entry.day;
    else if (entry.type === 'planted') planted = entry.faults;
    else keep(entry.received);
  }
  for (const fault of planted) faults.plant(fault);
  return {
    faults,
    day: () => day,
    setDay: (next) => {
      day = next;
      journal.append({ type: 'day', day: next });
    },
    plants: () => {
      const all = faults.list().map(({ fault }) => fault);
      return {
        badRows: all.filter(isBadRows),
        corrections: all.filter(isCorrection),
        slumps: all.filter(isSlump),
        day,
      };
    },
    received: (key) => results.get(key),
    receive: (received) => {
      journal.append({ type: 'received', received });
      keep(received);
    },
    allReceived: () => [...results].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, received]) => received),
    keepFaults: () => {
      const lasting = faults.list().flatMap(({ fault }) => (isLasting(fault) ? [fault] : []));
      if (JSON.stringify(lasting) === JSON.stringify(planted)) return;
      planted = lasting;
      journal.append({ type: 'planted', faults: lasting });
    },
  };
};
