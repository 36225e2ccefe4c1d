// Which parts of the language are used: none that hides a type, a dependency or a side effect.
import { type Finding, finding, type Node, type Rule, walk } from './source.ts';

// Configurations are read by their default export, and a .d.ts describes what a foreign package does.
const defaultExportPlaces = /(^|\/)(vitest|vite)\.config\.ts$|\.d\.ts$/;
const environmentPlaces = /^(kernel\/config|tools|tests|bench)\/|(^|\/)main\.ts$/;
const consolePlaces = /^(kernel|services)\//;

/** No `any`, `!`, double `as`, `this`, decorators, default exports, barrels, classes but errors; environment and console in place. */
export const language: Rule = (source) => {
  const { tree, path } = source;
  if (tree === undefined) return [];
  const findings: Finding[] = [];
  const add = (node: Node, what: string, todo: string): void => {
    findings.push(finding(source, node, what, todo));
  };
  walk(tree, (node, above) => {
    const refused = refusalOf(node, above, path);
    if (refused !== undefined) add(node, refused[0], refused[1]);
  });
  return findings;
};

type Refusal = readonly [what: string, todo: string] | undefined;

function refusalOf(node: Node, above: readonly Node[], path: string): Refusal {
  switch (node.type) {
    case 'TSAnyKeyword':
      return ['`any`', 'Use unknown and check the shape.'];
    case 'TSNonNullExpression':
      return ['an assertion by `!`', 'Check for undefined and say what is wrong.'];
    case 'TSAsExpression':
      return isNodeOf(node['expression'], 'TSAsExpression')
        ? ['a double `as`', 'Check the shape, or give the function the right type.']
        : undefined;
    case 'ThisExpression':
      return isInErrorClass(above) || isGivenByLibrary(above)
        ? undefined
        : ['`this`', 'Pass the value as an argument, or close over it.'];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return isErrorClass(node) ? undefined : ['a class that is no error', 'Write a function that returns an object.'];
    case 'Decorator':
      return ['a decorator', 'Call a function.'];
    case 'ExportDefaultDeclaration':
      return defaultExportPlaces.test(path)
        ? undefined
        : ['a default export', 'Export by name: the same thing has one name everywhere.'];
    case 'ExportAllDeclaration':
      return ['a barrel (`export *`)', 'Import from the file that has it.'];
    case 'MemberExpression':
      return memberRefusal(node, path);
    default:
      return undefined;
  }
}

function memberRefusal(node: Node, path: string): Refusal {
  const name = `${nameOf(node['object'])}.${nameOf(node['property'])}`;
  if (name === 'process.env' && !environmentPlaces.test(path)) {
    return ['`process.env` outside kernel/config and tools', 'Read it in kernel/config and pass the value.'];
  }
  if (name.startsWith('console.') && consolePlaces.test(path))
    return ['`console` in kernel or services', 'Use the logger that is passed in.'];
  if (name === 'Math.random' && path.endsWith('.spec.ts'))
    return ['random data without a seed', 'Use fast-check with a printed seed.'];
  if (name === 'vi.mock' || name === 'vi.doMock') return ['a mock of a module', 'Pass the dependency as an argument.'];
  if (/^(it|test|describe)\.(only|todo|skip)$/.test(name))
    return [`\`${name}\``, 'Run it, delete it, or use skipIf with a reason in the title.'];
  return undefined;
}

function isInErrorClass(above: readonly Node[]): boolean {
  return above.some((node) => node.type.startsWith('Class') && isErrorClass(node));
}

/** A library may call a function with its own `this`: the function then declares it as its first parameter. */
function isGivenByLibrary(above: readonly Node[]): boolean {
  const nearest = above.findLast((node) => /^Function(Expression|Declaration)$/.test(node.type));
  const first: unknown = Array.isArray(nearest?.['params']) ? nearest['params'][0] : undefined;
  return nameOf(first) === 'this';
}

function isErrorClass(node: Node): boolean {
  return /(Error|Problem|Failure|Refusal)$/.test(nameOf(node['superClass']));
}

function isNodeOf(value: unknown, type: string): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type;
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? value.name
    : '';
}
