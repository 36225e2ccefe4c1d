// Names from outside are looked up among own members: a plain object also answers to `constructor`, which nobody put there.
import { type Finding, finding, isNode, type Node, type Source, walk } from './source.ts';

// The schemas and variables that these read are ours; own.ts is the way itself.
const read = /^(kernel|services)\//;
const notRead = /\.(spec|fixture|d)\.ts$|^kernel\/(contract|config)\/|^kernel\/values\/own\.ts$|\/store\/tables\.ts$/;

// A list is looked into by a place, which is called so.
const place = /^(\w*[iI]ndex|i|at|from|to|next|place|turn)$/;

const byText = /^(Readonly<)?Record<\s*string\s*,/;

/** What is keyed by text: type names, fields (by name, in all files), and variables (in their own file). */
type Keyed = { readonly types: ReadonlySet<string>; readonly fields: ReadonlySet<string> };

const textOf = ({ text }: Source, node: unknown): string => (isNode(node) ? text.slice(node.start, node.end) : '');

const nameOf = (node: unknown): string => (isNode(node) && typeof node['name'] === 'string' ? node['name'] : '');

/** The text of the type that a value is said to have by `as`. */
const assertedOf = (source: Source, value: unknown): string =>
  isNode(value) && value.type === 'TSAsExpression' ? textOf(source, value['typeAnnotation']) : '';

/** The text of a type annotation without its colon. */
const annotationOf = (source: Source, node: Node): string =>
  textOf(source, node['typeAnnotation']).replace(/^\??:\s*/, '');

const isKeyed = (type: string, types: ReadonlySet<string>): boolean => byText.test(type) || types.has(type);

const declared = (sources: readonly Source[]): Keyed => {
  const types = new Set<string>();
  const fields = new Set<string>();
  const each = (visit: (source: Source, node: Node) => void): void => {
    for (const source of sources) if (source.tree !== undefined) walk(source.tree, (node) => visit(source, node));
  };
  each((source, node) => {
    if (node.type === 'TSTypeAliasDeclaration' && byText.test(textOf(source, node['typeAnnotation'])))
      types.add(nameOf(node['id']));
  });
  each((source, node) => {
    if (node.type === 'TSPropertySignature' && isKeyed(annotationOf(source, node), types))
      fields.add(nameOf(node['key']));
  });
  return { types, fields };
};

const variablesIn = (source: Source, tree: Node, { types }: Keyed): ReadonlySet<string> => {
  const names = new Set<string>();
  walk(tree, (node) => {
    if (node.type === 'Identifier' && isKeyed(annotationOf(source, node), types)) names.add(nameOf(node));
    if (node.type === 'VariableDeclarator' && isKeyed(assertedOf(source, node['init']), types))
      names.add(nameOf(node['id']));
  });
  return names;
};

/** Whether a value is keyed by text, as far as its name or the type beside it says. */
const isKeyedValue = (source: Source, value: unknown, variables: ReadonlySet<string>, keyed: Keyed): boolean => {
  if (!isNode(value)) return false;
  if (value.type === 'Identifier') return variables.has(nameOf(value)) || keyed.fields.has(nameOf(value));
  if (value.type === 'MemberExpression') return keyed.fields.has(nameOf(value['property']));
  if (value.type === 'TSAsExpression') return isKeyed(textOf(source, value['typeAnnotation']), keyed.types);
  return value.type === 'ParenthesizedExpression' && isKeyedValue(source, value['expression'], variables, keyed);
};

/** No `values[name]` where the values are keyed by text and the name is no literal: `ownValue(values, name)` finds what was given. */
export const lookups = (sources: readonly Source[]): Finding[] => {
  const programs = sources.filter(({ path }) => read.test(path) && !notRead.test(path));
  const keyed = declared(programs);
  return programs.flatMap((source) => {
    const { tree } = source;
    if (tree === undefined) return [];
    const variables = variablesIn(source, tree, keyed);
    const findings: Finding[] = [];
    walk(tree, (node, above) => {
      const { property } = node;
      if (node.type !== 'MemberExpression' || node['computed'] !== true || !isNode(property)) return;
      if (property.type === 'Literal' || /^`[^$`]/.test(textOf(source, property))) return;
      if (place.test(textOf(source, property))) return;
      // What is written is written as an own member.
      const around = above.at(-1);
      if (around?.type === 'AssignmentExpression' && around['left'] === node) return;
      if (!isKeyedValue(source, node['object'], variables, keyed)) return;
      const what = `\`${textOf(source, node)}\` also finds what every object has`;
      findings.push(finding(source, node, what, 'Look it up by ownValue (kernel/values/own.ts), or in a Map.'));
    });
    return findings;
  });
};
