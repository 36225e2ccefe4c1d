// The closed list of problem codes as typed data.
import { readYaml, requireNone } from './contract-error.ts';

const file = 'contracts/problems.yaml';

const languages = ['zh-CN', 'en'] as const;
const parts = ['title', 'detail'] as const;
/** What each of them does next. */
const actors = ['caller', 'operator', 'support'] as const;

const chinese = /\p{Script=Han}/u;

interface ProblemEntry {
  readonly status: number;
  readonly [part: string]: unknown;
}

/** The names of the parameters of a text in ICU's message form, `{name}` or `{name, plural, …}`, each once. */
const parametersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))].toSorted();

const faultsOf = (code: string, entry: ProblemEntry): string[] => {
  const faults: string[] = [];
  if (!/^[A-Z][A-Z0-9_]+$/.test(code)) faults.push(`${code}: a code is upper-case words joined by _`);
  if (!Number.isInteger(entry.status) || entry.status < 400 || entry.status > 599)
    faults.push(`${code}: status is not 400-599`);
  for (const part of [...parts, ...actors]) {
    const texts = entry[part] as Record<string, string> | undefined;
    for (const language of languages) {
      if (typeof texts?.[language] !== 'string') faults.push(`${code}: ${part} lacks ${language}`);
    }
    if (chinese.test(texts?.['en'] ?? '')) faults.push(`${code}: the English of ${part} has Chinese in it`);
    const [zh, en] = languages.map((language) => parametersOf(texts?.[language] ?? '').join());
    if (zh !== en) faults.push(`${code}: the parameters of ${part} differ between the languages`);
  }
  return faults;
};

/** The source of `contracts/generated/problems.ts`. Throws with every fault of the list. */
export const problemsSource = async (root: string): Promise<string> => {
  const catalogue = (await readYaml(root, file)) as Record<string, ProblemEntry>;
  requireNone(
    Object.entries(catalogue).flatMap(([code, entry]) => faultsOf(code, entry)),
    file,
  );
  return `/** A problem's status and texts. */
export interface ProblemEntry {
  readonly status: number;
${[...parts, ...actors].map((part) => `  readonly ${part}: { readonly 'zh-CN': string; readonly en: string };`).join('\n')}
}
export type ProblemCode =
${Object.keys(catalogue)
  .map((code) => `  | '${code}'`)
  .join('\n')};
export const problemCatalogue: Readonly<Record<ProblemCode, ProblemEntry>> = ${JSON.stringify(catalogue, null, 2)};
`;
};
