import type { Found } from '../../core/findings.ts';
import type { FileChange } from './change.ts';
import { detectEntries } from './entries.ts';
import { detectSecrets } from './secrets.ts';

/** Everything that is to be said of these changes, the worst first. */
export function find(changes: readonly FileChange[]): Found[] {
  return [...detectSecrets(changes), ...detectEntries(changes)];
}
