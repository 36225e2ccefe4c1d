// The Keycloak that specs share: it serves the product's realm by the name that its tokens carry.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { keycloak } from '../support/keycloak.ts';

const server = await keycloak();

describe.skipIf('skip' in server)('the Keycloak of a run', () => {
  if ('skip' in server) return;

  it('publishes keys for its realm', async () => {
    const response = await fetch(`${server.issuer}/protocol/openid-connect/certs`);
    expect(response.status).toBe(200);
  });

  it('lets its administrator read the realm', async () => {
    const response = await fetch(server.adminUrl, {
      headers: { authorization: `Bearer ${await server.adminToken()}` },
    });
    expect(await response.json()).toMatchObject({ realm: 'jixiao', enabled: true });
  });

  it('signs tokens that are verified by its published keys and name it as their issuer', async () => {
    const master = `${server.url}/realms/master`;
    const keys = createRemoteJWKSet(new URL(`${master}/protocol/openid-connect/certs`));
    const { payload } = await jwtVerify(await server.adminToken(), keys, { issuer: master });
    expect(payload['azp']).toBe('admin-cli');
  });

  it('gives no token for a wrong secret', async () => {
    const response = await fetch(`${server.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'wrong' }),
    });
    expect(response.status).toBe(401);
  });

  it('does not know another realm', async () => {
    expect((await fetch(`${server.url}/realms/elsewhere`)).status).toBe(404);
  });
});
