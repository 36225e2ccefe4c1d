// The suite in parts: quick (values, domain, operations on PostgreSQL), exchange, servers (NATS, Keycloak), start (child processes).
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { skipReport } from './tests/support/skip-report.ts';

const postgres: string[] = ['tests/support/postgres-setup.ts'];
const servers: string[] = [...postgres, 'tests/support/servers-setup.ts'];

// Global set-ups of further servers join here, and the projects that need them name them.
const config: ViteUserConfig = defineConfig({
  test: {
    env: { TZ: 'UTC' },
    maxWorkers: 2,
    reporters: ['default', skipReport],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: [
            'kernel/**/*.spec.ts',
            'services/**/*.spec.ts',
            'contracts/**/*.spec.ts',
            'tests/operations/**/*.spec.ts',
          ],
          globalSetup: postgres,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/{authority,bad-input}/**/*.spec.ts'],
          globalSetup: postgres,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'exchange',
          include: ['tests/exchange/**/*.spec.ts', 'simulators/**/*.spec.ts'],
          globalSetup: servers,
        },
      },
      {
        extends: true,
        test: {
          name: 'servers',
          include: ['tests/{rpc,identity,journeys,servers-smoke}/**/*.spec.ts'],
          globalSetup: servers,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'start',
          include: ['tests/{start,tidy}/**/*.spec.ts', 'tools/**/*.spec.ts'],
          globalSetup: postgres,
          testTimeout: 60_000,
        },
      },
    ],
  },
});

export default config;
