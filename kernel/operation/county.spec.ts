// The county of a request is one of the caller's claim, for people and for programs alike, and a place that there can be.
import { describe, expect, test } from 'vitest';
import type { Caller } from '#kernel/identity/caller.ts';
import { countyOfRequest, homeOf, scopeOf } from './county.ts';

const person: Caller = { subject: 's', client: 'console', roles: new Set(), counties: ['330381'], places: [] };
const program: Caller = { ...person, client: 'svc-scheduler', service: 'scheduler', counties: ['330381', '330382'] };
const naming = (county: string) => ({ path: {}, query: { county } });
const inBody = (county: string) => ({ path: {}, query: {}, body: { county } });

describe('a county is refused', () => {
  test.each<[string, Caller, string, string]>([
    ['that is not the person’s', person, '330382', 'OUT_OF_SCOPE'],
    ['that is not the program’s', program, '330383', 'OUT_OF_SCOPE'],
    ['above the caller’s', program, '3303', 'OUT_OF_SCOPE'],
    ['below the caller’s', person, '330381001', 'OUT_OF_SCOPE'],
    ['that no place can have, of a program', program, '00', 'OUT_OF_SCOPE'],
    ['that no place can have, though the claim names it', { ...program, counties: ['00'] }, '00', 'PLACE_UNKNOWN'],
    ['that is cut between its levels', { ...program, counties: [], countiesBelow: ['33'] }, '33038', 'PLACE_UNKNOWN'],
    ['of three digits', { ...program, counties: [], countiesBelow: [''] }, '330', 'PLACE_UNKNOWN'],
    ['with a gap in it', { ...program, counties: ['330081'] }, '330081', 'PLACE_UNKNOWN'],
    [
      'that no place can have, below a star',
      { ...program, counties: [], countiesBelow: [''] },
      '000000',
      'PLACE_UNKNOWN',
    ],
    ['beside a star', { ...program, countiesBelow: ['33'] }, '320102', 'OUT_OF_SCOPE'],
  ])('%s', (_case, caller, county, code) => {
    for (const request of [naming(county), inBody(county)])
      expect(() => countyOfRequest(request, caller)).toThrow(expect.objectContaining({ code }));
  });

  test('that differs between query and body', () => {
    const request = { ...naming('330381'), ...inBody('330382'), query: { county: '330381' } };
    expect(() => countyOfRequest(request, program)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});

describe('a county is taken', () => {
  test.each<[string, Caller, string]>([
    ['of the person', person, '330381'],
    ['of the program', program, '330382'],
    ['below a star', { ...person, counties: [], countiesBelow: ['33'] }, '330381'],
    ['that a star names itself', { ...person, counties: [], countiesBelow: ['33'] }, '33'],
    ['of any province, by a star alone', { ...program, counties: [], countiesBelow: [''] }, '659001'],
    ['of a city', { ...person, counties: ['3303'] }, '3303'],
  ])('%s', (_case, caller, county) => {
    expect(countyOfRequest(naming(county), caller)).toBe(county);
    expect(scopeOf(county, caller)).toEqual({ counties: [county] });
  });

  test('from the claim, where a request names none and the claim names one', () => {
    expect(countyOfRequest({ path: {}, query: {} }, person)).toBe('330381');
    expect(countyOfRequest({ path: {}, query: {} }, program)).toBe('');
    expect(homeOf(person)).toBe('330381');
    expect(homeOf({ ...person, countiesBelow: ['33'] })).toBe('');
  });
});
