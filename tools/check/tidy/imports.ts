// Who may import whom. The direction keeps the domain testable without IO, and each service deployable without the others.
import { dirname, join } from 'node:path/posix';
import { type Finding, finding, type Node, type Rule, walk } from './source.ts';

/** A rule of direction: files under `from` may import only what `allowed` says. The first that fits a file holds. */
type Direction = {
  readonly from: RegExp;
  readonly allowed: (to: string, from: string) => boolean;
  readonly todo: string;
};

const isOurs = (to: string): boolean =>
  /^(contracts|kernel|services|console|simulators|demonstration|rulesets|tools|deploy|tests|bench)\//.test(to);
const under =
  (...folders: readonly string[]): ((to: string) => boolean) =>
  (to) =>
    folders.some((folder) => to.startsWith(`${folder}/`));
const serviceOf = (path: string): string => path.split('/').slice(0, 2).join('/');

const directions: readonly Direction[] = [
  {
    from: /\.spec\.ts$/,
    allowed: (to, from) =>
      !/^services\/\w+\/domain\//.test(from) ||
      !isOurs(to) ||
      under(`${serviceOf(from)}/domain`, 'kernel/values', 'rulesets')(to),
    todo: 'A spec of the domain needs the domain and kernel/values alone.',
  },
  {
    from: /^services\/\w+\/domain\//,
    allowed: (to, from) => under(`${serviceOf(from)}/domain`, 'kernel/values')(to),
    todo: 'The domain imports only its domain and kernel/values: pass everything else as an argument.',
  },
  {
    from: /^services\//,
    allowed: (to, from) => !isOurs(to) || under(serviceOf(from), 'kernel', 'contracts')(to),
    todo: 'A service imports the kernel and the contracts: call another service by its contract.',
  },
  {
    from: /^kernel\/values\//,
    allowed: (to) => !isOurs(to) || under('kernel/values')(to),
    todo: 'Value types stand on nothing of ours: pass it as an argument.',
  },
  {
    from: /^kernel\//,
    allowed: (to) => !isOurs(to) || under('kernel', 'contracts')(to),
    todo: 'The kernel knows no service and no tool: pass it as an argument.',
  },
  {
    from: /^contracts\//,
    allowed: (to) => !isOurs(to) || under('contracts')(to),
    todo: 'Partners install the contracts: they import nothing of ours.',
  },
  {
    from: /^(simulators|demonstration)\//,
    allowed: (to) => !/^(services|deploy|tests|bench|console)\//.test(to),
    todo: 'Partners and actors use contracts and HTTP only.',
  },
  {
    from: /^(tools|deploy)\//,
    allowed: (to) => !/^(tests|bench)\//.test(to),
    todo: 'Nothing that is shipped imports tests: move the shared part to tools.',
  },
];

/** Every import goes in an allowed direction. */
export const imports: Rule = (source) => {
  if (source.tree === undefined) return [];
  const direction = directions.find(({ from }) => from.test(source.path));
  if (direction === undefined) return [];
  const findings: Finding[] = [];
  walk(source.tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const to = targetOf(source.path, specifier);
    if (!direction.allowed(to, source.path)) findings.push(finding(source, node, `imports ${to}`, direction.todo));
  });
  return findings;
};

/** What an import, an export from, or an import expression names; undefined for any other node. */
export function specifierOf(node: Node): string | undefined {
  if (!['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(node.type))
    return undefined;
  const from = node['source'];
  return typeof from === 'object' && from !== null && 'value' in from && typeof from.value === 'string'
    ? from.value
    : undefined;
}

/** The path, from the project's folder, of what a file imports; a package's name stays as it is. */
export function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(path), specifier);
  return specifier.startsWith('#') ? specifier.slice(1) : specifier;
}
