import { rmSync } from 'node:fs';

import { isLineRaw, restoreLine } from './line-settings.ts';
import { repairBytes } from './mode-bytes.ts';
import { type FoundRecord, type RecordPlace, findRecords } from './terminal-record.ts';
import { writeNow } from './write-now.ts';

export interface RepairPlace extends RecordPlace {
  /** The terminal's descriptor for output. */
  readonly output: number;
}

/**
 * Before a dashboard starts: puts a terminal right whose last dashboard was killed, so that what this one restores in the
 * end is a sane terminal. `line`: the line's settings have changed too, and Node, which has noted them already, would
 * bring the wrong ones back; `kept`: no dashboard was killed here.
 */
export function repairAfterKill(place: RepairPlace): 'kept' | 'modes' | 'line' {
  const dead = findRecords(place).filter((record) => !record.alive);
  if (dead.length === 0) return 'kept';
  writeNow(place.output, repairBytes);
  // A shell may have mended the line, and the person may have changed it since.
  const raw = isLineRaw(place.fd);
  if (raw) restoreLine(place.fd, savedIn(dead));
  forget(dead);
  return raw ? 'line' : 'modes';
}

/** Puts a terminal right whatever happened to it; says which settings its line has now. */
export function resetTerminal(place: RepairPlace): 'saved' | 'sane' | 'failed' {
  const records = findRecords(place);
  const line = restoreLine(place.fd, savedIn(records));
  writeNow(place.output, repairBytes);
  forget(records.filter((record) => !record.alive));
  return line;
}

/** The oldest settings: a later dashboard may have found the terminal as an earlier one left it. */
function savedIn(records: readonly FoundRecord[]): string | undefined {
  return records.find((record) => record.settings !== undefined)?.settings;
}

function forget(records: readonly FoundRecord[]): void {
  for (const { path } of records) rmSync(path, { force: true });
}
