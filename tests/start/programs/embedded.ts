// A small program on the frame of the embedded start: what main.ts is, with a table instead of the services. For specs alone.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Client } from 'pg';
import { type Ground, type Running, runEmbedded } from '../../../deploy/embedded/guard/run.ts';

// What a spec wishes: `--test-free=1000` sets what the disk probe finds, `--test-stop-limit=500` how long each step of the end may
// take; `--test-fill` and `--test-crash` make the system do so after its start, `--test-slow` makes the start wait for Ctrl-C,
// `--test-slow=fail` fail then, and `--test-stuck` its end wait for ever.
const ownFlag = '--test-';
const words = process.argv.slice(2);
const wish = new Map(words.filter((word) => word.startsWith(ownFlag)).map((word) => pair(word.slice(ownFlag.length))));

function pair(word: string): [string, string] {
  const [name = '', value = ''] = word.split('=');
  return [name, value];
}

async function openTable(ground: Ground): Promise<{ readonly client: Client; readonly starts: string }> {
  const client = new Client({ connectionString: ground.postgres.url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table if not exists start (at timestamptz not null default now(), filler text)');
  await client.query('insert into start default values');
  const { rows } = await client.query<{ count: string }>('select count(*) as count from start');
  return { client, starts: rows[0]?.count ?? '' };
}

async function start(ground: Ground): Promise<Running> {
  const { port, portHolder, postgres, hasDemo, stopping } = ground;
  const { client, starts } = await openTable(ground);
  if (wish.has('slow')) {
    console.log('starting slowly');
    await once(stopping, 'abort');
    await client.query('insert into start default values');
    console.log('the database was there to the end of the start');
    if (wish.get('slow') === 'fail') throw new Error('the start has seen that it is to stop');
  }
  if (wish.has('fill'))
    await client.query("insert into start (filler) select repeat('x', 1000) from generate_series(1, 1000000)");
  if (wish.has('crash')) void Promise.reject(new Error('a promise that nobody awaits'));
  const server = createServer((_request, response) => {
    response.end('ok');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(portHolder, resolve);
  });
  console.log(
    `ready port=${port} postgres=${postgres.pid} starts=${starts} demo=${hasDemo} data=${postgres.dataDirectory}`,
  );
  return {
    stop: async () => {
      if (wish.has('stuck')) await new Promise<void>(() => undefined);
      server.close();
      await client.end();
      console.log('stopped');
    },
  };
}

const free = wish.get('free');
const stopLimit = wish.get('stop-limit');
const exitCode = await runEmbedded({
  words: {
    flags: words.filter((word) => !word.startsWith(ownFlag)),
    environment: process.env,
    projectFolder: process.cwd(),
  },
  logger: { info: (text: unknown) => console.log(text), warn: (text: unknown) => console.log(text) },
  ...(stopLimit === undefined ? {} : { stopLimitMs: Number(stopLimit) }),
  ...(free === undefined
    ? {}
    : {
        freeBytes: (folder: string) => {
          console.log(`probed ${folder}`);
          return Promise.resolve(Number(free));
        },
      }),
  start,
});
process.exit(exitCode);
