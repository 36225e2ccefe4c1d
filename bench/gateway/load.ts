// The load: as many reads as a few connections get answered in some seconds. Prints requests a second.
import autocannon from 'autocannon';

const [url = '', token = '', seconds = '4'] = process.argv.slice(2);
const connections = 16;

const result = await autocannon({
  url,
  connections,
  duration: Number(seconds),
  headers: token === '' ? {} : { authorization: `Bearer ${token}` },
});
if (result.non2xx > 0 || result.errors > 0)
  throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed.`);
process.stdout.write(JSON.stringify({ perSecond: result['2xx'] / result.duration }));
