import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';

const envSchema = z.record(z.string(), z.string());

/** Keeps the environment that an agent was started with beside its run: a later daemon speaks with it on the same terms. */
export function keepStart(runDir: string, env: Readonly<Record<string, string>>): void {
  writeFileSync(join(runDir, 'env.json'), JSON.stringify(env), { mode: 0o600 });
}

/** The environment of a run; empty when it was not kept. */
export function readStart(runDir: string): Record<string, string> {
  try {
    return envSchema.parse(JSON.parse(readFileSync(join(runDir, 'env.json'), 'utf8')));
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return {};
    throw thrown;
  }
}
