// What the bootstrap says when it can't go on: a closed list in sentences.json, each with an exit code, in Chinese and English.
import { readFileSync } from 'node:fs';

const sentences = JSON.parse(readFileSync(new URL('./sentences.json', import.meta.url), 'utf8'));

/** A reason to stop that a person can act on; its message is printed without a stack trace. */
export class Refusal extends Error {
  constructor(name, params) {
    const { text, exitCode } = sentence(name, params);
    super(text);
    this.name = name;
    this.exitCode = exitCode;
  }
}

function sentence(name, params) {
  const { zh, en, exitCode } = sentences[name];
  const fill = (template) => template.replace(/\{(\w+)\}/g, (whole, key) => String(params[key] ?? whole));
  return { text: `${fill(zh)}\n${fill(en)}`, exitCode };
}

/** Stops the bootstrap with a sentence. */
export function refuse(name, params) {
  throw new Refusal(name, params);
}
