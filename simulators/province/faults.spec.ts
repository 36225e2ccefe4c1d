// The control port of the simulated province: the day, what is planted, and how calls fail on demand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SpecProvince, startSpecProvince } from '../support/province.ts';

let province: SpecProvince;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jixiao-province-'));
  province = await startSpecProvince({ journalFile: join(folder, 'journal') });
});
afterEach(async () => {
  await province.stop();
  rmSync(folder, { recursive: true });
});

const control = (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> =>
  province.control(method, path, body);

const plant = async (fault: object): Promise<string> => {
  const { status, body } = await control('POST', '/faults', fault);
  expect(status).toBe(201);
  return (body as { id: string }).id;
};

const placesUrl = (): string => `${province.partner.url}/api/v1/places?under=330381`;
const streamUrl = (): string => `${province.partner.url}/api/v1/observations/stream?under=33&from=2025-01&to=2025-01`;
const bearer = async (): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await province.issuer.token()}`,
});

describe('faults that strike calls', () => {
  it.each([429, 500, 502, 503])('an error %d is answered as often as planted, then all is well', async (status) => {
    await plant({ kind: 'error', operation: 'listPlaces', status, times: 2 });
    const answers = [];
    for (let call = 0; call < 3; call++) answers.push((await province.call('GET', '/places?under=330381')).status);
    expect(answers).toEqual([status, status, 200]);
    expect((await control('GET', '/faults')).body).toEqual({ records: [] });
  });

  it('a fault strikes its own operation only', async () => {
    await plant({ kind: 'error', operation: 'listOrganisations', status: 500, times: 1 });
    expect((await province.call('GET', '/places?under=330381')).status).toBe(200);
  });

  it('a refused caller uses up no fault', async () => {
    await plant({ kind: 'error', operation: 'listPlaces', status: 500, times: 1 });
    expect((await fetch(placesUrl())).status).toBe(401);
    expect((await province.call('GET', '/places?under=330381')).status).toBe(500);
  });

  it('a delayed answer comes late and whole', async () => {
    await plant({ kind: 'delay', operation: 'listPlaces', milliseconds: 300, times: 1 });
    const began = performance.now();
    expect((await province.call('GET', '/places?under=330381')).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(290);
  });

  it('a call that hangs is not answered, and is cut when the fault is removed', async () => {
    const id = await plant({ kind: 'hang', operation: 'listPlaces', times: 2 });
    const headers = await bearer();
    await expect(fetch(placesUrl(), { headers, signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout|aborted/i);
    const hanging = fetch(placesUrl(), { headers }).then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(async () => (await control('GET', '/calls')).body).toMatchObject({ listPlaces: 2 });
    await plant({ kind: 'hang', operation: 'listOrganisations', times: 1 });
    expect((await control('DELETE', `/faults/${id}`)).status).toBe(404);
    expect((await control('DELETE', '/faults')).status).toBe(204);
    expect(await hanging).toBe('cut');
    expect((await province.call('GET', '/places?under=330381')).status).toBe(200);
  });

  it('a stream is cut in the middle, and its reader notices', async () => {
    await plant({ kind: 'lost-answer', operation: 'streamObservations', times: 1 });
    const response = await fetch(streamUrl(), { headers: await bearer() });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('a result whose answer was lost is there, and its retry gets the receipt', async () => {
    const path = '/unit-results/0c9f4e9e-7d7e-5a61-9f0b-3b8d4d1f2a01/330381101000/versions/1';
    const result = {
      county: '330381',
      year: 2025,
      supersedes: null,
      total: '90',
      rankingGroup: '平原镇',
      rank: null,
      grade: '优秀',
      organ: '考核委员会(虚构)',
      documentReference: '瑞考委〔2026〕3号',
      announcedOn: '2026-03-05',
    };
    await plant({ kind: 'lost-answer', operation: 'putUnitResult', times: 1 });
    await expect(province.call('PUT', path, result)).rejects.toThrow('fetch failed');
    expect(await province.call('PUT', path, result)).toMatchObject({ status: 200, body: { receipt: 'SJ-00000001' } });
    await plant({ kind: 'reject', unit: '330381116000', code: 'GRADE_UNKNOWN', times: 1 });
    const other = path.replace('330381101000', '330381116000');
    expect(await province.call('PUT', other, result)).toMatchObject({ status: 422, body: { code: 'GRADE_UNKNOWN' } });
    expect((await province.call('PUT', other, result)).status).toBe(201);
  });
});

describe('the control port', () => {
  it('sets the day, which never goes back', async () => {
    expect((await control('GET', '/day')).body).toEqual({ day: null });
    expect((await control('PUT', '/day', { day: '2025-04-08' })).body).toEqual({ day: '2025-04-08' });
    expect(await control('PUT', '/day', { day: '2025-04-07' })).toMatchObject({
      status: 409,
      body: { code: 'DAY_BEFORE' },
    });
    expect((await control('GET', '/day')).body).toEqual({ day: '2025-04-08' });
  });

  it.each([
    ['a day that does not exist', 'PUT', '/day', { day: '2025-02-29' }, 400],
    ['a day that is a number', 'PUT', '/day', { day: 20250408 }, 400],
    ['an unknown kind of fault', 'POST', '/faults', { kind: 'flood', times: 1 }, 400],
    ['a fault that strikes no times', 'POST', '/faults', { kind: 'hang', operation: 'listPlaces', times: 0 }, 400],
    [
      'a fault with a field too many',
      'POST',
      '/faults',
      { kind: 'hang', operation: 'listPlaces', times: 1, status: 500 },
      400,
    ],
    [
      'a slump of an unknown element',
      'POST',
      '/faults',
      { kind: 'slump', element: 'XX-NONE', unit: '330381101000', from: '2025-01', to: '2025-02', percent: 50 },
      422,
    ],
    ['a fault that is not there', 'DELETE', '/faults/fault-9', undefined, 404],
  ])('refuses %s', async (_, method, path, body, status) => {
    expect((await control(method, path, body)).status).toBe(status);
  });

  it('keeps the day, planted data and received results over a restart, and forgets what strikes calls', async () => {
    await control('PUT', '/day', { day: '2025-06-30' });
    await plant({ kind: 'bad-rows', county: '330381', period: '2025-04', repairedOn: '2025-07-01' });
    await plant({ kind: 'error', operation: 'listPlaces', status: 500, times: 1 });
    const question = '/data-sets/P4/digest?under=330381&from=2025-01&to=2025-06';
    const before = (await province.call('GET', question)).body;
    await province.stop();
    province = await startSpecProvince({ journalFile: join(folder, 'journal') });
    expect((await province.call('GET', question)).body).toEqual(before);
    expect((await control('GET', '/day')).body).toEqual({ day: '2025-06-30' });
    expect((await control('GET', '/faults')).body).toMatchObject({ records: [{ fault: { kind: 'bad-rows' } }] });
  });
});
