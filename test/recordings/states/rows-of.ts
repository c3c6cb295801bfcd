import type { HeadlessScreen } from '../../../src/screen/headless-screen.ts';

/** A screen's rows as adapters read them: without trailing blanks. */
export function rowsOf(screen: HeadlessScreen): string[] {
  return screen
    .text()
    .split('\n')
    .map((row) => row.trimEnd());
}
