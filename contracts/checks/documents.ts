// What the checks of the contracts read: the generated bundles, the events, and the tables of docs/operations.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const root: string = join(import.meta.dirname, '../..');

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** The services that have a contract. */
export const services = ['integration', 'indicators', 'targets', 'evaluation', 'incentives'] as const;
export type Service = (typeof services)[number];

/** An operation of a bundle, with where it stands. */
export interface BundledOperation {
  readonly service: Service;
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly authority: string;
  readonly audit: string;
  readonly parameters: readonly Schema[];
  readonly body: Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>> | undefined;
  readonly responses: Readonly<Record<string, Schema>>;
}

/** A bundled document. */
export interface Bundle {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
}

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

const generated = (name: string): unknown => JSON.parse(textOf(`contracts/generated/${name}.json`));

/** The bundle of a service. */
export const bundleOf = (service: Service): Bundle => generated(service) as Bundle;

/** Follows a local reference of a bundle; anything else is returned as it is. */
export const resolved = (bundle: Bundle, value: Schema): Schema => {
  const [, , group, name] = typeof value['$ref'] === 'string' ? value['$ref'].split('/') : [];
  return group === undefined || name === undefined ? value : (bundle.components[group]?.[name] ?? {});
};

/** Every operation of a service's bundle. */
export const operationsOf = (service: Service): readonly BundledOperation[] => {
  const bundle = bundleOf(service);
  return Object.entries(bundle.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, raw]) => ({
      service,
      method: method.toUpperCase(),
      path,
      operationId: String(raw['operationId']),
      summary: String(raw['summary']),
      description: String(raw['description']),
      authority: String(raw['x-authority']),
      audit: String(raw['x-audit']),
      parameters: ((raw['parameters'] ?? []) as readonly Schema[]).map((parameter) => resolved(bundle, parameter)),
      body: (raw['requestBody'] as { readonly content: BundledOperation['body'] } | undefined)?.content,
      responses: raw['responses'] as Readonly<Record<string, Schema>>,
    })),
  );
};

/** A released event: who sends, who receives it, and the schema of its payload. */
export interface ReleasedEvent {
  readonly producer: string;
  readonly consumers: readonly string[];
  readonly schema: Schema;
}

/** The events by name with version, such as `PlanSubmitted.v1`. */
export const events = (): Readonly<Record<string, ReleasedEvent>> =>
  Object.fromEntries(
    Object.entries(generated('events') as Readonly<Record<string, ReleasedEvent>>).map(([type, event]) => [
      type.split('.').slice(-2).join('.'),
      event,
    ]),
  );

/** A row of a table, by the names of its columns, with the heading above it. */
export interface Row {
  readonly section: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** Every row of every table in docs/operations.md. */
export const tableRows = (): readonly Row[] => {
  const rows: Row[] = [];
  let section = '';
  let columns: readonly string[] = [];
  for (const line of textOf('docs/operations.md').split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    if (!line.startsWith('| ')) {
      columns = [];
      continue;
    }
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (columns.length === 0) columns = cells;
    else if (!cells.every((cell) => /^-+$/.test(cell)))
      rows.push({ section, cells: Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])) });
  }
  return rows;
};
