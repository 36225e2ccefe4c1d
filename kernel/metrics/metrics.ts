// Measurements for Prometheus: the process, the requests, the exchange.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ExchangeStatus } from '#kernel/exchange/status.ts';

/** The measurements of a process. */
export interface Metrics {
  readonly registry: Registry;
  /** Counts an answered request. `seconds` is how long it took. */
  readonly answered: (service: string, operationId: string, status: number, seconds: number) => void;
  /** Adds the exchange of a service to what is read at each scrape. */
  readonly watchExchange: (service: string, status: () => Promise<ExchangeStatus>) => void;
}

// Half the queries answer in a few milliseconds; a command that waits for a lock may take seconds.
const secondsBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** What is open in an exchange, by matter; nothing when its status can't be read, since the other measurements still count. */
const openOf = async (status: () => Promise<ExchangeStatus>): Promise<Readonly<Record<string, number>>> => {
  try {
    const { unframed, unnumbered, parked, openPulls, unchained, openWork = 0, shards, watermarks } = await status();
    const forked = [...shards, ...watermarks].filter((one) => one.forked !== null).length;
    return { unframed, unnumbered, openPulls, unchained, openWork, forked, ...parked };
  } catch {
    return {};
  }
};

/** Opens the measurements of a process. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'jixiao_requests_total',
    help: 'Requests answered by the gateway',
    labelNames: ['service', 'operation', 'status'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'jixiao_request_seconds',
    help: 'Time from a request to its answer, in seconds',
    labelNames: ['service', 'operation'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const watched = new Map<string, () => Promise<ExchangeStatus>>();
  const open = new Gauge({
    name: 'jixiao_exchange_open',
    help: 'Events that are not where they belong yet, by what they wait for, and shards that are FORKED',
    labelNames: ['service', 'matter'] as const,
    registers,
    collect: async () => {
      // What can't be read now is left out, and not told as it was.
      open.reset();
      for (const [service, status] of watched)
        for (const [matter, value] of Object.entries(await openOf(status))) open.set({ service, matter }, value);
    },
  });
  return {
    registry,
    answered: (service, operation, status, seconds) => {
      requests.inc({ service, operation, status });
      duration.observe({ service, operation }, seconds);
    },
    watchExchange: (service, status) => {
      watched.set(service, status);
    },
  };
};
