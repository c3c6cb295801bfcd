import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { House } from '../../kit/house.ts';

const helloSchema = z.looseObject({ holderPid: z.number() });

/** The process that holds the terminal of the session's present run. */
export function holderOf(house: House, id: number): number {
  const run = house.session(id).run?.number ?? 0;
  const path = join(house.repo.folder, 'sb/sessions', String(id), `run-${run}`, 'hello.json');
  return helloSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).holderPid;
}
