// The state of the simulated HR system: the day, the planted faults, the records that it took, and the ordered executions.
import type { components } from '#contracts/generated/partner-hr-control.ts';
import { openJournal } from '../partner/journal.ts';
import { createFaults, type Faults } from '../partner/transport-faults.ts';
import { type HrFault, isLasting, isRosterChange, type RosterChange } from './faults.ts';
import { type Held, type HeldPage, type HeldRange, type Holdings, openHoldings } from './feed/holdings.ts';

export type Execution = components['schemas']['Execution'];

type Entry =
  | { readonly type: 'day'; readonly day: string }
  | { readonly type: 'planted'; readonly faults: readonly HrFault[] }
  | { readonly type: 'ordered'; readonly execution: Execution }
  | { readonly type: 'held'; readonly held: Held }
  | ({ readonly type: 'page' } & HeldPage)
  | { readonly type: 'confirmed'; readonly range: HeldRange };

export type HrState = Pick<Holdings, 'held' | 'accepted' | 'acceptedResult' | 'unconfirmed' | 'lastDelivery'> & {
  readonly faults: Faults<HrFault>;
  day(): string | undefined;
  setDay(day: string): void;
  keepFaults(): void;
  rosterChanges(): readonly RosterChange[];
  orderExecution(execution: Execution): void;
  executions(): readonly Execution[];
  /** Saves a page in one step. A restart finds the whole page, or reads it again. */
  holdPage(page: HeldPage): void;
  /** Marks a range whose receipt integration has taken. */
  confirm(range: HeldRange): void;
  /** Saves a record with its outcome. */
  hold(held: Held): void;
};

/** Opens the state from the journal's file, or an empty state. */
export const openState = (journalFile: string | undefined): HrState => {
  const journal = openJournal<Entry>(journalFile);
  const faults = createFaults<HrFault>();
  const holdings = openHoldings();
  const executions: Execution[] = [];
  let day: string | undefined;
  let planted: readonly HrFault[] = [];
  const take = (entry: Entry): void => {
    switch (entry.type) {
      case 'day':
        day = entry.day;
        break;
      case 'planted':
        planted = entry.faults;
        break;
      case 'ordered':
        executions.push(entry.execution);
        break;
      case 'held':
        holdings.keep(entry.held);
        break;
      case 'page':
        holdings.keepPage(entry);
        break;
      case 'confirmed':
        holdings.keepConfirmed(entry.range);
    }
  };
  const note = (entry: Entry): void => {
    take(entry);
    journal.append(entry);
  };
  for (const entry of journal.entries) take(entry);
  for (const fault of planted) faults.plant(fault);
  return {
    ...holdings,
    faults,
    day: () => day,
    setDay: (next) => note({ type: 'day', day: next }),
    keepFaults: () => {
      const lasting = faults.list().flatMap(({ fault }) => (isLasting(fault) ? [fault] : []));
      if (JSON.stringify(lasting) !== JSON.stringify(planted)) note({ type: 'planted', faults: lasting });
    },
    rosterChanges: () => faults.list().flatMap(({ fault }) => (isRosterChange(fault) ? [fault] : [])),
    orderExecution: (execution) => note({ type: 'ordered', execution }),
    executions: () => executions,
    holdPage: (page) => note({ type: 'page', ...page }),
    confirm: (range) => note({ type: 'confirmed', range }),
    hold: (held) => note({ type: 'held', held }),
  };
};
