// How long files, functions and lines may be: past a limit the second noun is to be looked for.
import { type Finding, finding, isNode, type Node, type Rule, walk } from './source.ts';

const fileLinesMax = 200;
const specLinesMax = 300;
const functionLinesMax = 70;
const lineCharactersMax = 140;

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Programs of at most 200 lines (specs 300), functions of at most 70, lines of at most 140 characters. */
export const lengths: Rule = (source) => {
  if (source.tree === undefined) return [];
  const findings: Finding[] = [];
  const isSpec = source.path.endsWith('.spec.ts');
  const lines = source.text.trimEnd().split('\n');
  const allowed = isSpec ? specLinesMax : fileLinesMax;
  if (lines.length > allowed) {
    findings.push(
      finding(
        source,
        0,
        `${lines.length} lines, ${allowed} are allowed`,
        'Find the second noun and give it a file of its own.',
      ),
    );
  }
  let start = 0;
  for (const line of lines) {
    // A link or a signature can't be broken: a line without a blank beyond the limit passes.
    if (line.length > lineCharactersMax && line.trim().includes(' ')) {
      findings.push(
        finding(source, start, `a line of ${line.length} characters, ${lineCharactersMax} are allowed`, 'Break it.'),
      );
    }
    start += line.length + 1;
  }
  walk(source.tree, (node) => {
    if (!functions.has(node.type) || isSpec || listsCases(node)) return;
    const length = source.text.slice(node.start, node.end).split('\n').length;
    if (length <= functionLinesMax) return;
    const todo = 'Take out a part that has a name.';
    findings.push(finding(source, node, `a function of ${length} lines, ${functionLinesMax} are allowed`, todo));
  });
  return findings;
};

/** Whether a function's body calls `describe` or `it`: then it is a list of cases, which nobody reads as one function. */
function listsCases(node: Node): boolean {
  let found = false;
  walk(node, (each) => {
    const callee = each.type === 'CallExpression' ? each['callee'] : undefined;
    if (isNode(callee) && ['describe', 'it', 'test'].includes(String(callee['name']))) found = true;
  });
  return found;
}
