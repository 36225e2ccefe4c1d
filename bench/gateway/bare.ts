// The peer: bare Express and pg with the same query on the same row, without a token, a contract or an audit.
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Pool } from '#kernel/database/pg.ts';
import { sayReady } from '../support/child.ts';

const [databaseUrl = '', documentId = ''] = process.argv.slice(2);
// The scope of row-level security is set once for each connection, as ours does.
const pool = new Pool({
  connectionString: databaseUrl,
  max: 8,
  options: '-c search_path=integration -c jixiao.counties=330381',
});
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get('/documents/:id', async (request, response) => {
  const { rows } = await pool.query(
    'select id, county, organ, code, year, number, title, date, digest, form from document where id = $1',
    [request.params.id],
  );
  response.json(rows[0]);
});
const server = app.listen(0, '127.0.0.1', () => {
  sayReady({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    documentPath: `/documents/${documentId}`,
  });
});
process.once('SIGTERM', () => process.exit(0));
