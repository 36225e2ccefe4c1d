// Places of uploads: whose share a caller takes, and what it learns when its wait was too long.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '#kernel/identity/caller.ts';
import { semaphore } from '#kernel/waiting/semaphore.ts';
import { inUploadPlace } from './upload-place.ts';

const caller = (more: Partial<Caller>): Caller => ({
  subject: 'person-1',
  client: 'console',
  roles: new Set(),
  counties: ['330381'],
  places: [],
  ...more,
});

/** Uploads in places of their own; each lasts until `end`. */
const stage = (places: number) => {
  const uploads = semaphore(places);
  const begun: string[] = [];
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const send = (name: string, who: Partial<Caller>, county = '330381'): Promise<void> =>
    inUploadPlace({ uploads, caller: caller(who), county, service: 'indicators' }, () => {
      begun.push(name);
      return ended;
    });
  return { begun, send, end: () => end() };
};

describe('a share is that of', () => {
  test.each<[string, boolean, Partial<Caller>, Partial<Caller>, string]>([
    [
      'an organisation, for all its people',
      true,
      { organisation: 'o-1' },
      { organisation: 'o-1', subject: 'person-2' },
      '330381',
    ],
    [
      'an organisation, by whatever client',
      true,
      { organisation: 'o-1' },
      { organisation: 'o-1', client: 'other' },
      '330381',
    ],
    ['one organisation and no other', false, { organisation: 'o-1' }, { organisation: 'o-2' }, '330381'],
    ['a person without an organisation', true, {}, {}, '330381'],
    ['one person and no other', false, {}, { subject: 'person-2' }, '330381'],
    ['one client of a person and no other', false, {}, { client: 'other' }, '330381'],
    ['no organisation that is called as a person is', false, { organisation: 'person-1' }, {}, '330381'],
    ['a service of ours for one county', true, { service: 'integration' }, { service: 'integration' }, '330381'],
    [
      'a service of ours for one county and no other',
      false,
      { service: 'integration' },
      { service: 'integration' },
      '330382',
    ],
  ])('%s', async (_what, isShared, one, other, county) => {
    const { begun, send, end } = stage(2);
    const sent = [send('first', one), send('second', other, county)];
    await Promise.resolve();
    expect(begun).toEqual(isShared ? ['first'] : ['first', 'second']);
    end();
    await Promise.all(sent);
    expect(begun).toEqual(['first', 'second']);
  });
});

describe('an upload that waited for half a minute', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  test('is refused with its share where its own caller had it, and as unavailable where others had all places', async () => {
    const { begun, send, end } = stage(2);
    const running = [send('a', { organisation: 'a' }), send('b', { organisation: 'b' })];
    const own = send('a again', { organisation: 'a' });
    const others = send('c', { organisation: 'c' });
    const refused = Promise.allSettled([own, others]);
    vi.advanceTimersByTime(30_000);
    expect(await refused).toMatchObject([
      { reason: { code: 'UPLOADS_TOO_MANY', status: 429, params: { share: 1, seconds: 30 } } },
      { reason: { code: 'SERVICE_UNAVAILABLE', status: 503, params: { service: 'indicators' } } },
    ]);
    end();
    await Promise.all(running);
    expect(begun).toEqual(['a', 'b']);
  });
});

test('what an upload itself throws goes through, and its place is free again', async () => {
  const upload = { uploads: semaphore(1), caller: caller({}), county: '330381', service: 'indicators' };
  await expect(inUploadPlace(upload, () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  expect(await inUploadPlace(upload, async () => 'next')).toBe('next');
});
