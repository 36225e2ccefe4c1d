// Reading a bundled contract from contracts/generated.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractDocument } from './document.ts';

const folder = join(import.meta.dirname, '../../contracts/generated');

/** The bundled contract of a service. It is read once, at start. */
export const contractOf = (service: string): ContractDocument =>
  JSON.parse(readFileSync(join(folder, `${service}.json`), 'utf8')) as ContractDocument;
