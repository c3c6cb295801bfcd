import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { buildOf, packageVersion } from '../../src/wire/build.ts';

test('a build is named by the version and what its files are', () => {
  const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  expect(packageVersion()).toBe(version);
  expect(buildOf()).toMatch(new RegExp(`^${version}-[0-9a-f]{12}$`));
});
