// Specs: a title is a clause of its own, said once in its file, and nothing sleeps.
import { specifierOf } from './imports.ts';
import { type Finding, finding, type Node, type Rule, walk } from './source.ts';

const sleep = ['a sleep', 'Wait on the condition itself.'] as const;

/** No sleeps; no two tests under the same heading of a spec have the same title. */
export const specs: Rule = (source) => {
  if (source.tree === undefined || !source.path.endsWith('.spec.ts')) return [];
  const findings: Finding[] = [];
  const seen = new Set<string>();
  walk(source.tree, (node, above) => {
    if (node.type === 'CallExpression' && calleeOf(node['callee']) === 'setTimeout')
      findings.push(finding(source, node, ...sleep));
    if (specifierOf(node) === 'node:timers/promises') findings.push(finding(source, node, ...sleep));
    const title = titleOf(node, ['it', 'test']);
    if (title === undefined) return;
    const place = [...above.flatMap((each) => titleOf(each, ['describe']) ?? []), title].join(' > ');
    if (seen.has(place))
      findings.push(finding(source, node, `a second test "${title}"`, 'Say what differs in the title.'));
    seen.add(place);
  });
  return findings;
};

function titleOf(node: Node, names: readonly string[]): string | undefined {
  if (node.type !== 'CallExpression' || !names.includes(calleeOf(node['callee']))) return undefined;
  const first: unknown = Array.isArray(node['arguments']) ? node['arguments'][0] : undefined;
  return typeof first === 'object' && first !== null && 'value' in first && typeof first.value === 'string'
    ? first.value
    : undefined;
}

function calleeOf(callee: unknown): string {
  return typeof callee === 'object' && callee !== null && 'name' in callee && typeof callee.name === 'string'
    ? callee.name
    : '';
}
