// Which role holds which authority, as typed data.
import type { OpenApiDocument } from './bundle.ts';
import { readYaml, requireNone } from './contract-error.ts';

const file = 'contracts/authorities.yaml';

/**
 * The source of `contracts/generated/authorities.ts`. Throws where an operation names an authority that is not listed, or one
 * is unused.
 */
export const authoritiesSource = async (root: string, services: Record<string, OpenApiDocument>): Promise<string> => {
  const listed = (await readYaml(root, file)) as Record<string, { readonly roles: readonly string[] }>;
  const named = new Set(
    Object.values(services).flatMap((document) =>
      Object.values(document.paths).flatMap((item) =>
        Object.values(item).map((operation) => String(operation['x-authority'])),
      ),
    ),
  );
  const unknown = [...named].filter((authority) => !(authority in listed));
  const unused = Object.keys(listed).filter((authority) => !named.has(authority));
  requireNone(
    [
      ...unknown.map((authority) => `${authority} is named by an operation and not listed: add it with its roles.`),
      ...unused.map((authority) => `${authority} is listed and named by no operation: remove it.`),
    ],
    file,
  );
  const roles = Object.fromEntries(Object.entries(listed).map(([authority, entry]) => [authority, entry.roles]));
  return `export type Authority =
${Object.keys(listed)
  .map((authority) => `  | '${authority}'`)
  .join('\n')};
/** The roles that hold each authority. */
export const rolesOfAuthority: Readonly<Record<Authority, readonly string[]>> = ${JSON.stringify(roles, null, 2)};
`;
};
