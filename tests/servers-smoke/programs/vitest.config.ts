// A run of its own for the spec of skips: one spec file that needs Keycloak.
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { skipReport } from '../../support/skip-report.ts';

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    include: ['tests/servers-smoke/programs/needs-keycloak.ts'],
    globalSetup: ['tests/support/servers-setup.ts'],
    reporters: ['default', skipReport],
  },
});

export default config;
