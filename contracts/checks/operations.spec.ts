// The table of all operations says what the contracts say, both ways.
import { describe, expect, it } from 'vitest';
import { events, operationsOf, type Row, services, tableRows } from './documents.ts';

const common = 'Each service: exchange and audit';
const rows = tableRows();
const operationRows = rows.filter(({ cells }) => 'operation' in cells);
const reactionRows = rows.filter(({ section }) => section === 'Reactions');
const isBuilt = ({ cells }: Row): boolean => cells['0.1'] === 'yes';

const rowsOf = (service: string): readonly Row[] =>
  operationRows.filter(({ section }) => section === service || section === common);

const eventNames = (cell: string | undefined): readonly string[] =>
  cell === undefined || cell === '–' ? [] : cell.split(', ');

const said = ({ cells }: Row): string =>
  [cells['operation'], cells['method'], cells['path'], cells['authority'], cells['audit']].join(' ');

describe('the table of operations', () => {
  it('marks each row as built or not', () => {
    expect(operationRows.filter(({ cells }) => cells['0.1'] !== 'yes' && cells['0.1'] !== 'no')).toEqual([]);
    expect(operationRows.length).toBeGreaterThan(150);
  });

  it.each(services)('says of %s what its contract says, and nothing more', (service) => {
    const table = rowsOf(service).filter(isBuilt).map(said).sort();
    const contract = operationsOf(service)
      .map(({ operationId, method, path, authority, audit }) => [operationId, method, path, authority, audit].join(' '))
      .sort();
    expect(contract).toEqual(table);
  });

  it.each(services)('gives each name and each address of %s once, those to come among them', (service) => {
    const names = rowsOf(service).map(({ cells }) => cells['operation']);
    const addresses = rowsOf(service).map(({ cells }) => `${cells['method']} ${cells['path']}`);
    expect(names).toEqual([...new Set(names)]);
    expect(addresses).toEqual([...new Set(addresses)]);
  });

  it('names only events that the service of the row sends', () => {
    const known = events();
    const wrong = operationRows.filter(isBuilt).flatMap(({ section, cells }) =>
      eventNames(cells['events'])
        .filter((name) => known[`${name}.v1`]?.producer !== section)
        .map((name) => `${section}.${cells['operation']}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets every event come from an operation or a reaction', () => {
    const named = new Set(
      [...operationRows.filter(isBuilt), ...reactionRows].flatMap(({ cells }) => eventNames(cells['events'])),
    );
    const orphans = Object.keys(events()).filter((type) => !named.has(type.replace('.v1', '')));
    expect(orphans).toEqual([]);
  });
});

describe('the table of reactions', () => {
  it('names the consumers that the AsyncAPI document names, and nobody else', () => {
    const table = reactionRows.map(({ cells }) => `${cells['service']} ${cells['event']} from ${cells['from']}`).sort();
    const contract = Object.entries(events())
      .flatMap(([type, { producer, consumers }]) =>
        consumers.map((consumer) => `${consumer} ${type.replace('.v1', '')} from ${producer}`),
      )
      .sort();
    expect(table).toEqual(contract);
  });

  it('names only events that the reacting service sends', () => {
    const known = events();
    const wrong = reactionRows.flatMap(({ cells }) =>
      eventNames(cells['events'])
        .filter((name) => known[`${name}.v1`]?.producer !== cells['service'])
        .map((name) => `${cells['service']}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});
