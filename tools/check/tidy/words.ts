// The first line says what a file is, documents have one title, and no text speaks of machines, addresses or unfinished work.
import { type Finding, finding, type Rule } from './source.ts';

// Written in two parts so that this file does not contain what it looks for.
const banned: readonly (readonly [RegExp, string])[] = [
  [
    /\/(?:wo)rk\/|\/(?:ro)ot\/|\/(?:ho)me\/\w|(?<![\w.])\/tmp\/\w/g,
    'A path of one machine: use a path from the project, or the folder for temporary files that the system names.',
  ],
  [
    /registry\.(?:np)mjs|npm(?:mir)ror|pypi\.(?:or)g|proxy\.(?:go)lang|repo1\.(?:ma)ven|files\.(?:py)thonhosted/gi,
    'The address of a registry: each user has their own configured.',
  ],
  [
    /\b(?:TO)DO\b|\b(?:FIX)ME\b|\b(?:XX)X\b|\b(?:HA)CK\b|\bnot (?:imple)mented\b/g,
    'Unfinished work: finish it or leave it out.',
  ],
  [
    /\b(?:Cla)ude\b|\b(?:Anth)ropic\b|\b(?:Open)AI\b|\bChat(?:G)PT\b|\b(?:Co)pilot\b|\b(?:L)LMs?\b|\bAI-(?:gen)erated\b/g,
    'The product speaks of itself alone: leave it out.',
  ],
];
const bannedFreely = /^(\.npmrc|tools\/runtime\/\.npmrc)$/;
const firstLine = /^(\/\/ \S|#!|\/\/\/ <reference)/;

/** Every program begins with a comment that says what it is. */
export const opening: Rule = (source) => {
  if (source.tree === undefined || firstLine.test(source.text)) return [];
  return [finding(source, 0, 'the first line is no comment', 'Begin with a sentence that says what the file is.')];
};

/** Every document has one title, in its first line. */
export const titles: Rule = (source) => {
  if (!source.path.endsWith('.md')) return [];
  const prose = source.text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ' '));
  const found = [...prose.matchAll(/^# .+$/gm)];
  if (found.length === 1 && found[0]?.index === 0) return [];
  return [
    finding(
      source,
      found[1]?.index ?? 0,
      `${found.length} titles`,
      'A document has one title (# …), in its first line.',
    ),
  ];
};

/** No path of a machine, no registry's address, no unfinished work. */
export const words: Rule = (source) => {
  if (bannedFreely.test(source.path)) return [];
  const findings: Finding[] = [];
  for (const [pattern, todo] of banned) {
    for (const match of source.text.matchAll(pattern))
      findings.push(finding(source, match.index, `"${match[0]}"`, todo));
  }
  return findings;
};
