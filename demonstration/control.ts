// The control ports of the simulated partners: they have no clock and are told the day, what goes wrong, and when to work.
import type { components as HrControl } from '#contracts/generated/partner-hr-control.ts';
import type { components as ProvinceControl } from '#contracts/generated/partner-province-control.ts';
import { digestOf } from '#kernel/values/canonical-json.ts';
import { send } from './api/send.ts';

type HrFault = HrControl['schemas']['Fault'];
type ProvinceFault = ProvinceControl['schemas']['Fault'];

/** What both control ports offer. */
interface Control<Fault extends { readonly id: string; readonly fault: unknown }> {
  /** Tells the day; one that lies before the day told last is not told. */
  setDay(day: string): Promise<void>;
  /** Plants a fault once: one that is planted already stays as it is. */
  plant(fault: Fault['fault']): Promise<void>;
  faults(): Promise<readonly Fault[]>;
  remove(id: string): Promise<void>;
}

/** The control of the simulated province. */
export type ProvincePort = Control<ProvinceFault>;

/** The control of the simulated HR system. */
export interface HrPort extends Control<HrFault> {
  /** Has it read the county's feed, acknowledge, and execute what is due. */
  runRound(county: string): Promise<HrControl['schemas']['Round']>;
  /** Orders when and by which document accepted measures are executed. */
  order(execution: HrControl['schemas']['Execution']): Promise<void>;
}

/** The status by which a partner says that it has come past a day. */
const conflict = 409;

type Ask = (method: string, path: string, body?: unknown, allowed?: number) => Promise<unknown>;

const askOf =
  (address: string): Ask =>
  async (method, path, body, allowed) => {
    const url = `${address}/control${path}`;
    const answer = await send({
      url,
      method,
      headers: () => Promise.resolve(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status === allowed) return undefined;
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer.text === '' ? undefined : (JSON.parse(answer.text) as unknown);
  };

const controlOf = <Fault extends { readonly id: string; readonly fault: unknown }>(ask: Ask): Control<Fault> => {
  const faults = async (): Promise<readonly Fault[]> =>
    ((await ask('GET', '/faults')) as { readonly records: readonly Fault[] }).records;
  return {
    setDay: async (day) => {
      // A partner that was told a later day refuses an earlier one: it knows already.
      await ask('PUT', '/day', { day }, conflict);
    },
    plant: async (fault) => {
      const wanted = digestOf(fault);
      if ((await faults()).some((planted) => digestOf(planted.fault) === wanted)) return;
      await ask('POST', '/faults', fault);
    },
    faults,
    remove: async (id) => {
      await ask('DELETE', `/faults/${id}`);
    },
  };
};

/** Opens the control of the province at its address. */
export const openProvince = (address: string): ProvincePort => controlOf<ProvinceFault>(askOf(address));

/** Opens the control of the HR system at its address. */
export const openHr = (address: string): HrPort => {
  const ask = askOf(address);
  return {
    ...controlOf<HrFault>(ask),
    runRound: async (county) => (await ask('POST', '/rounds', { county })) as HrControl['schemas']['Round'],
    order: async (execution) => {
      await ask('POST', '/executions', execution);
    },
  };
};
