import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // The stories of the real agents have a configuration of their own: test/agents/vitest.config.ts.
    exclude: ['test/agents/stories/**'],
    // Stories start real daemons, ptys and git: the limit only ends a hang, it never decides a result.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most of the time they wait for processes: by default one of two cores would idle.
    maxWorkers: availableParallelism() + 1,
  },
});
