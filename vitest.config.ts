// The suite in parts: quick (values, domain, operations on PostgreSQL), system (the whole of it in one process, partners, large loads),
// exchange, servers (NATS, Keycloak), start (child processes).
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';
import { skipReport } from './tests/support/skip-report.ts';

const postgres: string[] = ['tests/support/postgres-setup.ts'];
// Beside their programs as all specs are, but too long for the part that answers in 90 seconds: they start the whole system or both
// partners, send large loads, or wait for limits of seconds.
const lasting: string[] = [
  'services/integration/gateway/**/*.spec.ts',
  'services/integration/workers/*.spec.ts',
  'services/integration/synchronisations/*.spec.ts',
  'services/indicators/intake/streams.spec.ts',
  'services/evaluation/domain/scoring/score-run.spec.ts',
  'kernel/idempotency/idempotency.spec.ts',
  'tests/operations/scope/scope.spec.ts',
];
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
          exclude: [...configDefaults.exclude, ...lasting],
          // Loading the kernel anew for each of 160 files would take a third of the time; no spec changes what others load.
          isolate: false,
          globalSetup: postgres,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/{authority,bad-input}/**/*.spec.ts', ...lasting],
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
