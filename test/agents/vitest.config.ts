import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/agents/stories/**/*.test.ts'],
    globalSetup: ['test/agents/kit/global-setup.ts'],
    // Real agents start slowly on a busy machine: the limit only ends a hang, it never decides a result.
    testTimeout: 600_000,
    hookTimeout: 60_000,
    // Programs of others, which change with their servers and drop a key now and then; what fails twice is a fault.
    retry: 1,
    pool: 'forks',
    // A real agent and its servers take half a gigabyte and a core at their start.
    maxWorkers: 2,
    reporters: ['verbose'],
  },
});
