// The limit: the same rows by COPY into the same table, as superuser. Prints the seconds until it is committed.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const [superuserUrl = '', table = '', file = ''] = process.argv.slice(2);
const client = new Client({ connectionString: superuserUrl });
await client.connect();
const began = performance.now();
await pipeline(createReadStream(file), client.query(copyFrom(`copy ${table} from stdin`)));
const seconds = (performance.now() - began) / 1_000;
await client.end();
process.stdout.write(JSON.stringify({ seconds }));
