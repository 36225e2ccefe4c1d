// Nothing lies around: every program is imported or started by something, every export is used somewhere.
import { basename } from 'node:path/posix';
import { type Finding, finding, isNode, type Node, type Source, walk } from './source.ts';

// Started by npm, by Vitest or by a person, so that no other file needs to name them.
const startedByName = /(^|\/)main\.ts$|\.spec\.ts$|\.config\.ts$|\.d\.m?ts$/;

/** Programs that no other file names, and exports that no file uses, not even their own. */
export function dead(sources: readonly Source[]): Finding[] {
  const findings: Finding[] = [];
  const texts = sources.map(({ path, text }) => ({ path, text }));
  const wordsOf = new Map(texts.map(({ path, text }) => [path, countWords(text)]));
  for (const source of sources) {
    if (source.tree === undefined || startedByName.test(source.path)) continue;
    const name = basename(source.path);
    if (!texts.some(({ path, text }) => path !== source.path && text.includes(name))) {
      findings.push(finding(source, 0, 'a file that nothing imports or starts', 'Use it or delete it.'));
      continue;
    }
    for (const [exported, node] of exportsOf(source.tree)) {
      const usedHere = (wordsOf.get(source.path)?.get(exported) ?? 0) > 1;
      const usedElsewhere = texts.some(({ path }) => path !== source.path && wordsOf.get(path)?.has(exported));
      if (!usedHere && !usedElsewhere)
        findings.push(finding(source, node, `${exported} is exported and never used`, 'Use it or delete it.'));
    }
  }
  return findings;
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function exportsOf(tree: Node): [string, Node][] {
  const found: [string, Node][] = [];
  walk(tree, (node) => {
    const declaration = node['declaration'];
    if (node.type !== 'ExportNamedDeclaration' || !isNode(declaration)) return;
    const variables = Array.isArray(declaration['declarations']) ? declaration['declarations'] : [declaration];
    for (const each of variables) {
      const id: unknown = isNode(each) ? each['id'] : undefined;
      if (isNode(id) && typeof id['name'] === 'string') found.push([id['name'], node]);
    }
  });
  return found;
}
