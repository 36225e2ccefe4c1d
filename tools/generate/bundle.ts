// Bundles of the OpenAPI documents: one JSON document each, with the answers that follow from an operation's nature added.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ContractError, readYaml } from './contract-error.ts';
import { withStandardResponses } from './standard-responses.ts';

const run = promisify(execFile);
const redocly = 'node_modules/@redocly/cli/bin/cli.js';

/** A parsed OpenAPI document: only what the generator touches is typed. */
export interface OpenApiDocument {
  readonly info?: { readonly description?: string };
  /** In the shared document: what is said to every client. */
  readonly 'x-clients'?: string;
  readonly paths: Record<string, Record<string, OpenApiOperation>>;
  readonly components: Record<string, Record<string, unknown>>;
}

/** One operation of a document. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly 'x-authority'?: string;
  readonly parameters?: readonly { readonly $ref?: string; readonly in?: string; readonly name?: string }[];
  readonly requestBody?: unknown;
  readonly responses: Record<string, unknown>;
}

/** The document with what every client must know behind its description. */
const withClientNotes = (document: OpenApiDocument, shared: OpenApiDocument): OpenApiDocument => {
  const description = [document.info?.description ?? '', shared['x-clients'] ?? ''].join('\n');
  return { ...document, info: { ...document.info, description } };
};

const bundleOne = async (root: string, source: string, into: string): Promise<OpenApiDocument> => {
  const target = join(into, `${source.replaceAll('/', '-')}.json`);
  await run(process.execPath, [redocly, 'bundle', source, '--ext', 'json', '-o', target], {
    cwd: root,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' },
  }).catch((error: unknown) => {
    const said: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'stderr') : undefined;
    throw new ContractError(`${source} can't be bundled; correct what is named here:\n${String(said).trim()}`, {
      cause: error,
    });
  });
  return JSON.parse(await readFile(target, 'utf8')) as OpenApiDocument;
};

/** The services' documents, bundled and completed. Keys are the services' names. */
export const bundleServices = async (
  root: string,
  services: readonly string[],
): Promise<Record<string, OpenApiDocument>> => {
  const into = await mkdtemp(join(tmpdir(), 'jixiao-bundle-'));
  try {
    const shared = (await readYaml(root, 'contracts/openapi/shared/components.yaml')) as OpenApiDocument;
    const bundles: Record<string, OpenApiDocument> = {};
    for (const service of services) {
      const bundle = await bundleOne(root, `contracts/openapi/${service}.yaml`, into);
      bundles[service] = withClientNotes(withStandardResponses(bundle, shared), shared);
    }
    return bundles;
  } finally {
    await rm(into, { recursive: true, force: true });
  }
};

/** The partners' documents, bundled as they are. Keys are `partner-<name>`. */
export const bundlePartners = async (
  root: string,
  names: readonly string[],
): Promise<Record<string, OpenApiDocument>> => {
  const into = await mkdtemp(join(tmpdir(), 'jixiao-bundle-'));
  try {
    const bundles: Record<string, OpenApiDocument> = {};
    for (const name of names)
      bundles[`partner-${name}`] = await bundleOne(root, `contracts/partners/${name}.yaml`, into);
    return bundles;
  } finally {
    await rm(into, { recursive: true, force: true });
  }
};
