// A spec file that can't run without Keycloak, run by the spec of skips.
import { describe, expect, it } from 'vitest';
import { keycloak } from '../../support/keycloak.ts';

const server = await keycloak();

it('a test that needs no server', () => {
  expect(server).toBeDefined();
});

describe.skipIf('skip' in server)('a test that needs Keycloak', () => {
  it('runs', () => {
    expect(server).toHaveProperty('issuer');
  });
});
