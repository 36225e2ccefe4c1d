// The token tool knows where to sign in, or says in one sentence which variable keeps it from knowing.
import { describe, expect, test } from 'vitest';
import { issuerIn } from './issuer.ts';

describe('the issuer is', () => {
  test.each([
    ['that of the system at its usual port', {}, 'http://127.0.0.1:8080/realms/jixiao'],
    ['that of the system at PORT', { PORT: ' 18080 ' }, 'http://127.0.0.1:18080/realms/jixiao'],
    ['that of the usual port where PORT is empty', { PORT: '' }, 'http://127.0.0.1:8080/realms/jixiao'],
    [
      'the one named, whatever PORT says',
      { JIXIAO_ISSUER: 'https://a.example/realms/x//', PORT: 'abc' },
      'https://a.example/realms/x',
    ],
  ])('%s', (_case, environment, issuer) => {
    expect(issuerIn(environment)).toEqual({ issuer });
  });
});

describe('is a fault, named with its variable', () => {
  test.each([
    { PORT: 'abc' },
    { PORT: '0' },
    { PORT: '65536' },
    { PORT: '1e3' },
    { PORT: '-1' },
    { PORT: '8080/x' },
    { JIXIAO_ISSUER: 'login.example.gov.cn' },
    { JIXIAO_ISSUER: 'ftp://login.example.gov.cn' },
    { JIXIAO_ISSUER: '/realms/jixiao' },
  ])('%j', (environment) => {
    const [[name, value] = []] = Object.entries(environment);
    expect(issuerIn(environment)).toEqual({ fault: expect.stringContaining(`${name} is «${value}»`) });
  });
});
