// The control port of the simulated province: the day, the faults, the counts of calls.
import type { operations } from '#contracts/generated/partner-province-control.ts';
import type { Handlers } from '../http/handlers.ts';
import { Refusal } from '../http/refusal.ts';
import { type ControlState, controlHandlers } from '../partner/control.ts';
import { elements } from './elements.ts';
import { isCorrection, isSlump, type ProvinceFault } from './faults.ts';

const known: ReadonlySet<string> = new Set(elements.map(({ code }) => code));

/** 422 ELEMENT_UNKNOWN for a planted value that nobody would ever receive. */
const refuseUseless = (fault: ProvinceFault): void => {
  const named = isCorrection(fault) || isSlump(fault) ? fault.element : undefined;
  if (named !== undefined && !known.has(named))
    throw new Refusal(422, 'ELEMENT_UNKNOWN', `There is no element ${named}`);
};

/** One handler for each operation of contracts/partners/province-control.yaml. */
export const provinceControl = (
  state: ControlState<ProvinceFault>,
  calls: () => Readonly<Record<string, number>>,
): Handlers<operations> => controlHandlers(state, calls, refuseUseless);
