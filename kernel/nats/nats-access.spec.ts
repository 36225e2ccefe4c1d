// The way into NATS out of a configuration: what its files hold is taken as it is, and what can't work is told before anything begins.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nkeys } from '@nats-io/nats-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '#kernel/config/read.ts';
import { type NatsConfig, natsAccess } from './nats-access.ts';

const certificates = join(import.meta.dirname, '../../tests/rpc/certificates');
const authority = join(certificates, 'authority.pem');
const certificate = join(certificates, 'server.pem');
const key = join(certificates, 'server-key.pem');

let folder = '';
let credentials = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jixiao-nats-access-'));
  credentials = join(folder, 'targets.creds');
  const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
  const parts = [
    `-----BEGIN NATS USER JWT-----\nx.y.z\n------END NATS USER JWT------\n`,
    `-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`,
  ];
  await writeFile(credentials, parts.join('\n'));
  await writeFile(join(folder, 'empty.pem'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plain: NatsConfig = {
  JIXIAO_NODE_ID: 'targets-1',
  JIXIAO_NATS_SERVERS: ['nats://a:4222', 'nats://b:4222'],
  JIXIAO_NATS_USER: '',
  JIXIAO_NATS_PASSWORD: '',
  JIXIAO_NATS_CREDENTIALS_FILE: '',
  JIXIAO_NATS_CA_FILE: '',
  JIXIAO_NATS_CERTIFICATE_FILE: '',
  JIXIAO_NATS_KEY_FILE: '',
};
const access = { servers: plain.JIXIAO_NATS_SERVERS, name: 'targets-1' };

describe('the way into NATS', () => {
  test('is that of nobody in particular, without TLS, when nothing else is said', async () => {
    expect(await natsAccess(plain)).toEqual(access);
  });

  test('is that of a user, of a credentials file, of a certificate, as the configuration says', async () => {
    const user = { JIXIAO_NATS_USER: 'targets', JIXIAO_NATS_PASSWORD: 'p@s:s' };
    expect(await natsAccess({ ...plain, ...user })).toEqual({ ...access, user: 'targets', password: 'p@s:s' });
    expect(await natsAccess({ ...plain, JIXIAO_NATS_CREDENTIALS_FILE: credentials })).toEqual({
      ...access,
      credentials: await readFile(credentials, 'utf8'),
    });
    const files = {
      JIXIAO_NATS_CA_FILE: authority,
      JIXIAO_NATS_CERTIFICATE_FILE: certificate,
      JIXIAO_NATS_KEY_FILE: key,
    };
    expect(await natsAccess({ ...plain, ...files })).toEqual({
      ...access,
      tls: {
        ca: await readFile(authority, 'utf8'),
        certificate: await readFile(certificate, 'utf8'),
        key: await readFile(key, 'utf8'),
      },
    });
  });

  test('demands TLS when one address says tls, whose authority Node knows', async () => {
    const servers = ['nats://a:4222', 'TLS://b:4222'];
    expect(await natsAccess({ ...plain, JIXIAO_NATS_SERVERS: servers })).toEqual({ ...access, servers, tls: {} });
  });

  const faults: [string, () => Partial<NatsConfig>, RegExp][] = [
    [
      'a file is not there',
      () => ({ JIXIAO_NATS_CA_FILE: join(folder, 'no.pem') }),
      /_CA_FILE \(«.*no\.pem»\) can not be read \(ENOENT\)/,
    ],
    ['a file is a folder', () => ({ JIXIAO_NATS_CREDENTIALS_FILE: folder }), /_CREDENTIALS_FILE .* \(EISDIR\)/],
    ['a certificate comes without its key', () => ({ JIXIAO_NATS_CERTIFICATE_FILE: certificate }), /given together/],
    ['a key comes without its certificate', () => ({ JIXIAO_NATS_KEY_FILE: key }), /given together/],
    [
      'the key is that of another certificate',
      () => ({ JIXIAO_NATS_CERTIFICATE_FILE: authority, JIXIAO_NATS_KEY_FILE: key }),
      /no certificate \(PEM\) with its own key/,
    ],
    ['the authority is empty', () => ({ JIXIAO_NATS_CA_FILE: join(folder, 'empty.pem') }), /holds no certificate/],
    ['the authority is a key', () => ({ JIXIAO_NATS_CA_FILE: key }), /_CA_FILE holds no certificate/],
    ['the credentials are none', () => ({ JIXIAO_NATS_CREDENTIALS_FILE: key }), /holds no JWT with its NKEY seed/],
    [
      'there are two ways to sign in',
      () => ({ JIXIAO_NATS_CREDENTIALS_FILE: credentials, JIXIAO_NATS_USER: 'targets' }),
      /two ways to sign in/,
    ],
    ['a password has no user', () => ({ JIXIAO_NATS_PASSWORD: 'p' }), /without JIXIAO_NATS_USER/],
  ];
  test.each(faults)('is refused when %s', async (_case, changes, sentence) => {
    const opening = natsAccess({ ...plain, ...changes() });
    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(sentence);
  });

  test('is refused with all its faults at once, none of which shows what a file holds', async () => {
    const opening = natsAccess({
      ...plain,
      JIXIAO_NATS_CREDENTIALS_FILE: key,
      JIXIAO_NATS_CA_FILE: key,
      JIXIAO_NATS_KEY_FILE: key,
    });
    const error = await opening.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toHaveProperty('faults.length', 3);
    expect(String(error)).not.toContain((await readFile(key, 'utf8')).split('\n')[1]);
  });
});
