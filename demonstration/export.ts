// The export of everything that the services hold of the county: canonical, sorted, with one digest (exchange rule E21).
import { sha256 } from '#kernel/values/canonical-json.ts';
import type { Actor } from './actors.ts';
import { allPages } from './api/pages.ts';
import { auditor, type World } from './world.ts';

/** One list as it was exported: a record a line. */
export interface ExportedList {
  readonly service: string;
  readonly list: string;
  readonly records: readonly string[];
  readonly digest: string;
}

/** The export. The digest is over the lists' names, counts and digests. */
export interface Exported {
  readonly lists: readonly ExportedList[];
  readonly recordCount: number;
  readonly digest: string;
}

// One list of each service by name; every answer names them all.
const anyListOf = {
  evaluation: 'cycles',
  incentives: 'measures',
  indicators: 'elements',
  integration: 'documents',
  targets: 'plans',
} as const;
type Service = keyof typeof anyListOf;
const services: readonly Service[] = ['evaluation', 'incentives', 'indicators', 'integration', 'targets'];

type Read = Actor[Service]['exportRecords'];

const readList = async (read: Read, service: Service, list: string, county: string): Promise<ExportedList> => {
  const records = await allPages((page) => read({ path: { list }, query: { county, ...page } }));
  return { service, list, records, digest: sha256(records.map((record) => `${record}\n`).join('')) };
};

/** Exports all lists of all services, in the order of their names. */
export const exportAll = async (world: World): Promise<Exported> => {
  const { county } = world;
  const lists: ExportedList[] = [];
  for (const service of services) {
    const read: Read = auditor(world)[service].exportRecords;
    const first = await read({ path: { list: anyListOf[service] }, query: { county, limit: 1 } });
    for (const list of first.body.lists.toSorted()) lists.push(await readList(read, service, list, county));
  }
  const index = lists.map(({ service, list, records, digest }) => `${service}/${list} ${records.length} ${digest}\n`);
  return {
    lists,
    recordCount: lists.reduce((sum, { records }) => sum + records.length, 0),
    digest: sha256(index.join('')),
  };
};
