// A small program on the frame of the embedded start: what main.ts is, with a table instead of the services. For specs alone.
import { createServer } from 'node:http';
import { Client } from 'pg';
import { loopback } from '../../../deploy/embedded/guard/port.ts';
import { runEmbedded } from '../../../deploy/embedded/guard/run.ts';

// `--test-free=1000` sets what the disk probe finds; `--test-fill`, `--test-crash` make the system do so after its start.
const ownFlag = '--test-';
const words = process.argv.slice(2);
const wish = new Map(words.filter((word) => word.startsWith(ownFlag)).map((word) => pair(word.slice(ownFlag.length))));

function pair(word: string): [string, string] {
  const [name = '', value = ''] = word.split('=');
  return [name, value];
}

const free = wish.get('free');
const exitCode = await runEmbedded({
  words: {
    flags: words.filter((word) => !word.startsWith(ownFlag)),
    environment: process.env,
    projectFolder: process.cwd(),
  },
  logger: { info: (text: unknown) => console.log(text), warn: (text: unknown) => console.log(text) },
  ...(free === undefined ? {} : { freeBytes: () => Promise.resolve(Number(free)) }),
  start: async ({ port, postgres, hasDemo }) => {
    const client = new Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table if not exists start (at timestamptz not null default now(), filler text)');
    await client.query('insert into start default values');
    const { rows } = await client.query<{ count: string }>('select count(*) as count from start');
    if (wish.has('fill'))
      await client.query("insert into start (filler) select repeat('x', 1000) from generate_series(1, 1000000)");
    if (wish.has('crash')) void Promise.reject(new Error('a promise that nobody awaits'));
    const server = createServer((_request, response) => {
      response.end('ok');
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, loopback, resolve);
    });
    console.log(
      `ready port=${port} postgres=${postgres.pid} starts=${rows[0]?.count} demo=${hasDemo} data=${postgres.dataDirectory}`,
    );
    return {
      stop: async () => {
        server.close();
        await client.end();
        console.log('stopped');
      },
    };
  },
});
process.exit(exitCode);
