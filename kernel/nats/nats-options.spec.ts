// How settings become the client's options.
import { describe, expect, it } from 'vitest';
import { connectionOptions } from './nats-options.ts';

const plain = { servers: ['nats://a:4222', 'nats://b:4222'], name: 'targets-1' };

describe('the options of a connection', () => {
  it('reconnect for ever, also when the credentials are refused for a while', () => {
    expect(connectionOptions(plain)).toMatchObject({
      reconnect: true,
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
    });
  });

  it('notice a peer that vanished within 10 s', () => {
    const { pingInterval = Infinity, maxPingOut = Infinity } = connectionOptions(plain);
    expect(pingInterval * (maxPingOut + 1)).toBeLessThan(10_000);
  });

  it('take user and password to the letter, with no decoding that a URL would need', () => {
    expect(connectionOptions({ ...plain, user: 'a%40b', password: 'p@s:s/ü%' })).toMatchObject({
      user: 'a%40b',
      pass: 'p@s:s/ü%',
    });
  });

  it('demand TLS when it is given at all', () => {
    expect(connectionOptions({ ...plain, tls: {} })).toHaveProperty('tls', {});
  });

  it.each(['tls', 'user', 'pass', 'authenticator'])('leave %s out when it is not given', (name) => {
    expect(connectionOptions(plain)).not.toHaveProperty(name);
  });

  it('refuse a credentials text that is none', () => {
    const { authenticator } = connectionOptions({ ...plain, credentials: 'not a creds file' });
    expect(() => (typeof authenticator === 'function' ? authenticator('nonce') : undefined)).toThrow('unable to parse');
  });
});
