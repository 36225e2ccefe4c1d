// What the simulated HR system knows beside its roster: the day, what is planted, the records it took and what it is to execute.
import type { components } from '#contracts/generated/partner-hr-control.ts';
import { openJournal } from '../http/journal.ts';
import { createFaults, type Faults } from '../http/transport-faults.ts';
import { type HrFault, isLasting, isRosterChange, type RosterChange } from './faults.ts';
import type { Accepted } from './records.ts';

export type Execution = components['schemas']['Execution'];

/** A record as it is held, with what its checks need; a rejected one too, so that its outcome is acknowledged. */
export type Held = Accepted & { readonly detail: string | null };

type Entry =
  | { readonly type: 'day'; readonly day: string }
  | { readonly type: 'planted'; readonly faults: readonly HrFault[] }
  | { readonly type: 'ordered'; readonly execution: Execution }
  | { readonly type: 'held'; readonly held: Held };

export type HrState = {
  readonly faults: Faults<HrFault>;
  day(): string | undefined;
  setDay(day: string): void;
  keepFaults(): void;
  rosterChanges(): readonly RosterChange[];
  orderExecution(execution: Execution): void;
  executions(): readonly Execution[];
  /** Keeps what became of a record; a later delivery of the same record and an acknowledgement take its place. */
  hold(held: Held): void;
  /** All held records of a county, or of all, in the order of their delivery numbers. */
  held(county?: string): readonly Held[];
  /** The last version of a record that was accepted, even if a later one was rejected. */
  accepted(recordKey: string): Held | undefined;
  acceptedResult(creditCode: string, year: number): Held | undefined;
  /** The highest delivery number that was read from a county's feed; 0 before the first. */
  lastDelivery(county: string): string;
};

const byDelivery = (a: Held, b: Held): number => {
  const [left, right] = [BigInt(a.deliveryNumber), BigInt(b.deliveryNumber)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Opens the state, as a restart finds it in the journal's file or empty. */
export const openState = (journalFile: string | undefined): HrState => {
  const journal = openJournal<Entry>(journalFile);
  const faults = createFaults<HrFault>();
  const last = new Map<string, Held>();
  const accepted = new Map<string, Held>();
  const executions: Execution[] = [];
  let day: string | undefined;
  let planted: readonly HrFault[] = [];
  const keep = (held: Held): void => {
    last.set(`${held.county} ${held.recordKey}`, held);
    if (held.outcome !== 'rejected') accepted.set(held.recordKey, held);
  };
  for (const entry of journal.entries) {
    if (entry.type === 'day') day = entry.day;
    else if (entry.type === 'planted') planted = entry.faults;
    else if (entry.type === 'ordered') executions.push(entry.execution);
    else keep(entry.held);
  }
  for (const fault of planted) faults.plant(fault);
  const held = (county?: string): readonly Held[] =>
    [...last.values()].filter((one) => county === undefined || one.county === county).toSorted(byDelivery);
  return {
    faults,
    day: () => day,
    setDay: (next) => {
      day = next;
      journal.append({ type: 'day', day: next });
    },
    keepFaults: () => {
      const lasting = faults.list().flatMap(({ fault }) => (isLasting(fault) ? [fault] : []));
      if (JSON.stringify(lasting) === JSON.stringify(planted)) return;
      planted = lasting;
      journal.append({ type: 'planted', faults: lasting });
    },
    rosterChanges: () => faults.list().flatMap(({ fault }) => (isRosterChange(fault) ? [fault] : [])),
    orderExecution: (execution) => {
      executions.push(execution);
      journal.append({ type: 'ordered', execution });
    },
    executions: () => executions,
    hold: (one) => {
      keep(one);
      journal.append({ type: 'held', held: one });
    },
    held,
    accepted: (recordKey) => accepted.get(recordKey),
    acceptedResult: (creditCode, year) =>
      [...accepted.values()].find((one) => one.creditCode === creditCode && one.year === year),
    lastDelivery: (county) => held(county).at(-1)?.deliveryNumber ?? '0',
  };
};
