// Types from bundled contracts: reads { openapi: {name: document}, schemas: {name: schema} } from standard input and
// writes { name: source } to standard output. A program of its own, because openapi-typescript needs TypeScript 5.
import { json } from 'node:stream/consumers';
import { compile } from 'json-schema-to-typescript';
import openapiTS, { astToString } from 'openapi-typescript';

const input = await json(process.stdin);
const output = {};

for (const [name, document] of Object.entries(input.openapi)) {
  const ast = await openapiTS(document, { immutable: true, alphabetize: false, rootTypes: false, exportType: false });
  output[name] = astToString(ast);
}
for (const [name, schema] of Object.entries(input.schemas)) {
  output[name] = await compile(schema, name, {
    bannerComment: '',
    additionalProperties: false,
    strictIndexSignatures: false,
    format: false,
  });
}
process.stdout.write(JSON.stringify(output));
