// What surrounds a start does not change it: variables for other databases, proxies, a terminal that is gone, the usual port.
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { freePort } from '#tools/servers/port.ts';
import { signIn } from '#tools/token/sign-in.ts';
import { developmentPassword } from '../../deploy/issuer/account.ts';
import { runChild } from './child.ts';
import { type RealSystem, realSystem } from './real-system.ts';
import { expectSentence, stackTrace } from './sentence.ts';
import { project } from './small-system.ts';
import { isRoot, untested } from './untested.ts';

let system: RealSystem;
beforeEach(async () => {
  system = await realSystem();
});

/** What a person who works with another database has in the environment. */
const otherDatabase: Readonly<Record<string, string>> = {
  PGHOST: 'db.example.org',
  PGHOSTADDR: '192.0.2.1',
  PGPORT: '1',
  PGUSER: 'somebody',
  PGPASSWORD: 'other',
  PGDATABASE: 'other',
  PGPASSFILE: '/nowhere/pgpass',
  PGSERVICE: 'other',
  PGSERVICEFILE: '/nowhere/service',
  PGOPTIONS: '-c search_path=pg_catalog -c no.such=x',
  PGAPPNAME: 'other',
  PGSSLMODE: 'require',
  PGSSLROOTCERT: '/nowhere/root.crt',
  PGSSLCERT: '/nowhere/client.crt',
  PGSSLKEY: '/nowhere/client.key',
  PGSSLNEGOTIATION: 'direct',
  PGCONNECT_TIMEOUT: '1',
  PGCLIENTENCODING: 'LATIN1',
  PGTARGETSESSIONATTRS: 'standby',
  PGTZ: 'Asia/Tokyo',
  PGDATESTYLE: 'German',
  PGDATA: '/nowhere',
  NODE_PG_FORCE_NATIVE: '1',
};

/** Somebody who would read what is sent through a proxy, and notes that something was. */
const listeningProxy = async (): Promise<{ url: string; heard: string[] }> => {
  const heard: string[] = [];
  const server = createTcpServer((socket: Socket) => {
    socket.on('data', (bytes) => heard.push(bytes.toString('latin1'))).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
};

const proxied = (url: string): Record<string, string> => ({
  NODE_USE_ENV_PROXY: '1',
  NODE_OPTIONS: '--use-env-proxy',
  ...Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
      [name, url],
      [name.toLowerCase(), url],
    ]),
  ),
});

/** The logs of a data folder that hold a stack trace. */
const tracesIn = async (folder: string): Promise<string[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.filter((text) => stackTrace.test(text.replaceAll('\\n', '\n')));
};

it('comes up, and gives tokens, with variables of PostgreSQL and proxies for everything around it', {
  timeout: 120_000,
}, async () => {
  const { url: proxy, heard } = await listeningProxy();
  const environment = { ...otherDatabase, ...proxied(proxy) };
  const { child, url } = await system.begin(['--no-demo'], environment);
  const token = await runChild({
    program: process.execPath,
    parameters: ['tools/bootstrap/start.mjs', 'tools/token/main.ts', 'office-1'],
    folder: project,
    environment: { ...environment, PORT: new URL(url).port },
  });
  expect(token).toMatchObject({ code: 0, output: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/) });
  const answer = await fetch(`${url}/api/v1/integration/documents?county=330381`, {
    headers: { authorization: `Bearer ${token.output.trim()}` },
  });
  expect([answer.status, await answer.json()]).toMatchObject([200, { records: [] }]);
  await system.expectCleanEnd(child);
  expect(heard).toEqual([]);
  expect(await tracesIn(system.data)).toEqual([]);
});

it('goes on when nobody reads its terminal any more, and stops when it is told to', { timeout: 120_000 }, async () => {
  const port = await freePort();
  const child = system.call(['--no-demo'], { PORT: String(port) });
  // As `npm start 2>&1 | head -1` does.
  await child.sees(/Preparing the database/);
  child.closeOutput();
  const ready = async (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(ready, { timeout: 100_000, interval: 100 }).toBe(true);
  child.kill('SIGINT');
  expect(await child.end).toHaveProperty('code', 0);
  expect(await readdir(system.data)).not.toContain('failure.log');
});

const isPortFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  const opened = Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)]);
  server.listen(port, '127.0.0.1');
  const isFree = await opened;
  server.close();
  return isFree;
};

const usualPort = untested(isRoot && (await isPortFree(80)), 'port 80 is not ours to listen on here');
it.skipIf(usualPort !== '')(
  `says and takes its address as browsers write it on the usual port${usualPort}`,
  {
    timeout: 120_000,
  },
  async () => {
    const { child, url } = await system.begin(['--no-demo'], { PORT: '80' });
    await child.sees(/Get a token: {3}PORT=80 npm run token/);
    const issuer = `${url}/realms/jixiao`;
    const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
    expect([url, await discovery.json()]).toMatchObject(['http://127.0.0.1', { issuer }]);
    for (const host of ['127.0.0.1', 'localhost']) {
      const docs = await fetch(`http://${host}/docs?service=targets`);
      expect([docs.status, docs.url]).toEqual([200, 'http://127.0.0.1/docs?service=targets']);
    }
    const { accessToken } = await signIn({
      issuer,
      redirectUri: `${url}/docs/oauth2-redirect.html`,
      username: 'office-1',
      password: developmentPassword,
    });
    expect(accessToken).not.toBe('');
    const end = await system.expectCleanEnd(child);
    expectSentence(end, 0);
  },
);
