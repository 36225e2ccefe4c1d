// A start, or a run, that ends with a sentence of a closed list (sentences.json): what happened and what to do, zh and en.
import bootstrap from '#tools/bootstrap/sentences.json' with { type: 'json' };
import own from './sentences.json' with { type: 'json' };

/** The codes of the list; PRODUCTION is the bootstrap's, which refuses it before it installs anything. */
export type StartFailureCode = keyof typeof own | 'PRODUCTION';

/** A reason to end which a person can act on; `exitCode` is one of kernel/process/exit-codes.ts. */
export class StartFailure extends Error {
  readonly code: StartFailureCode;
  readonly exitCode: number;

  constructor(code: StartFailureCode, params: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const { zh, en, exitCode } = code === 'PRODUCTION' ? bootstrap.PRODUCTION : own[code];
    const fill = (template: string): string =>
      template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
    super(`${fill(zh)}\n${fill(en)}`, { cause });
    this.name = 'StartFailure';
    this.code = code;
    this.exitCode = exitCode;
  }
}
