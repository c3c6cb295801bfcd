import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What is known of a recording beside its bytes. */
export interface RecordingSheet {
  readonly program: string;
  readonly version: string;
  readonly columns: number;
  readonly rows: number;
  /** The terminal got this size when so many bytes had come. */
  readonly resizes: readonly (readonly [offset: number, columns: number, rows: number])[];
}

export interface Recording extends RecordingSheet {
  readonly name: string;
  /** Everything the program wrote. */
  readonly bytes: Buffer;
}

/** All recordings of what programs show, by program and name; those of agents' states are another kind. */
export function recordings(): Recording[] {
  const folder = import.meta.dirname;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.startsWith('states/'))
    .toSorted()
    .map((path) => {
      // Written by record.ts.
      const sheet: RecordingSheet = JSON.parse(readFileSync(join(folder, path), 'utf8'));
      const name = path.slice(0, -'.json'.length);
      return { ...sheet, name, bytes: gunzipSync(readFileSync(join(folder, `${name}.gz`))) };
    });
}
