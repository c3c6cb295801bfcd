import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { hasCode } from '../../../src/core/has-code.ts';

/** Tells each change of the JSON files below a folder, within some 10 ms; null: the file is gone. */
export function followFolder(folder: string, changed: (path: string, text: string | null) => void): NodeJS.Timeout {
  let known = new Map<string, string>();
  return setInterval(() => {
    const now = filesIn(folder);
    for (const [path, text] of now) if (known.get(path) !== text) changed(path, text);
    for (const path of known.keys()) if (!now.has(path)) changed(path, null);
    known = now;
  }, 10);
}

function filesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  try {
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of all.filter((one) => /\.jsonl?$/.test(one))) {
      found.set(join(folder, name), readFileSync(join(folder, name), 'utf8'));
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  return found;
}
