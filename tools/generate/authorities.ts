// Which role holds which authority, as typed data.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { OpenApiDocument } from './bundle.ts';

/**
 * The source of `contracts/generated/authorities.ts`. Throws where an operation names an authority that is not listed, or one
 * is unused.
 */
export const authoritiesSource = async (root: string, services: Record<string, OpenApiDocument>): Promise<string> => {
  const listed = parse(await readFile(join(root, 'contracts/authorities.yaml'), 'utf8')) as Record<
    string,
    { readonly roles: readonly string[] }
  >;
  const named = new Set(
    Object.values(services).flatMap((document) =>
      Object.values(document.paths).flatMap((item) =>
        Object.values(item).map((operation) => String(operation['x-authority'])),
      ),
    ),
  );
  const unknown = [...named].filter((authority) => !(authority in listed));
  const unused = Object.keys(listed).filter((authority) => !named.has(authority));
  if (unknown.length > 0) throw new Error(`contracts/authorities.yaml does not list: ${unknown.join(', ')}`);
  if (unused.length > 0)
    throw new Error(`contracts/authorities.yaml lists what no operation names: ${unused.join(', ')}`);
  const roles = Object.fromEntries(Object.entries(listed).map(([authority, entry]) => [authority, entry.roles]));
  return `export type Authority =
${Object.keys(listed)
  .map((authority) => `  | '${authority}'`)
  .join('\n')};
/** The roles that hold each authority. */
export const rolesOfAuthority: Readonly<Record<Authority, readonly string[]>> = ${JSON.stringify(roles, null, 2)};
`;
};
