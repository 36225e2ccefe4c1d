// A process that serves `echo.slow`, says when it is ready, and leaves on SIGTERM as a service does.
import { setTimeout as delay } from 'node:timers/promises';
import { serve, testBroker } from '../support.ts';

const [url = '', name = 'callee', handlingMs = '400'] = process.argv.slice(2);
const rpc = testBroker({ url, name });
let handled = 0;
serve(rpc, 'slow', async () => {
  handled += 1;
  process.stdout.write(`handling ${handled}\n`);
  await delay(Number(handlingMs));
  return { status: 200, body: name };
});
process.once('SIGTERM', () => {
  rpc.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
await rpc.start();
process.stdout.write('ready\n');
