import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Stories start real daemons, ptys and git: the limit only ends a hang, it never decides a result.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
