// What an event makes of a cycle.
import type { Cycle, CycleEvent } from './cycle.ts';

/** The cycle after the event; every event has been decided, so nothing is refused here. */
export const evolveCycle = (cycle: Cycle, event: CycleEvent): Cycle => {
  switch (event.type) {
    case 'ValuesConfirmed':
      return { ...cycle, state: 'values-confirmed' };
    case 'CycleFreezeOrdered':
      return { ...cycle, state: 'freezing', freezeNumber: cycle.freezeNumber + 1 };
    case 'CollectionReopened':
      return { ...cycle, state: 'collecting', observationSet: null };
    case 'CycleFrozen':
      return { ...cycle, state: 'frozen', observationSet: event.observationSet };
    case 'CycleScored':
      return { ...cycle, state: 'scored', finalRunId: event.runId };
    case 'ScoresNotified':
      return {
        ...cycle,
        state: 'notified',
        notifiedOn: event.notifiedOn,
        objectionsDueOn: event.objectionsDueOn,
        decisionsDueOn: event.decisionsDueOn,
      };
    case 'ObjectionsClosed':
      return { ...cycle, state: 'objections-decided' };
    case 'UnitResultsApproved':
      return { ...cycle, state: 'approved', decisionId: event.decisionId };
    case 'UnitResultsAnnounced':
      return { ...cycle, state: 'announced' };
  }
};
