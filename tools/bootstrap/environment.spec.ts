// Nothing of the caller's environment sends a program's calls on loopback to a proxy.
import { expect, test } from 'vitest';
import { neverProxied, programEnvironment } from './environment.mjs';

test.each([
  [{}, neverProxied],
  [{ NO_PROXY: 'example.org, 127.0.0.1' }, ['example.org', ...neverProxied]],
  [{ no_proxy: 'a b', NO_PROXY: 'ignored' }, ['a', 'b', ...neverProxied]],
  [{ NO_PROXY: '*' }, ['*']],
  [{ HTTP_PROXY: 'http://127.0.0.1:9', NODE_USE_ENV_PROXY: '1' }, neverProxied],
])('with %j loopback is not proxied', (given, hosts) => {
  const { NO_PROXY, no_proxy } = programEnvironment(given);
  expect(NO_PROXY?.split(',').toSorted()).toEqual([...hosts].toSorted());
  expect(no_proxy).toBe(NO_PROXY);
});

test('all else is passed on', () => {
  const given = { PORT: '9000', HTTP_PROXY: 'http://127.0.0.1:9', LANG: 'C' };
  expect(programEnvironment(given)).toMatchObject(given);
});
