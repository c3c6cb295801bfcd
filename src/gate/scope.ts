import picomatch from 'picomatch';
import type { ChangedFile } from '../core/model/verdict.ts';

/** The changed paths outside a task's globs, old names of renames too. A folder covers what is below it; no globs, everything. */
export function outsideScope(files: readonly ChangedFile[], scope: readonly string[]): string[] {
  const globs = scope.map(normalized).filter((glob) => glob !== '');
  if (globs.length === 0) return [];
  const matches = globs
    .flatMap((glob) => [glob, `${glob}/**`])
    .map((glob) => picomatch(glob, { dot: true, flags: 's' }));
  // Copies leave their origin alone.
  const paths = files.flatMap((file) =>
    file.status === 'renamed' && file.from ? [file.from, file.path] : [file.path],
  );
  const outside = paths.filter((path) => !globs.includes(path) && !matches.some((match) => match(path)));
  return [...new Set(outside)].toSorted();
}

/** As people write them: `./src/api/` is `src/api`; `.` is everything. */
function normalized(glob: string): string {
  const trimmed = glob
    .trim()
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '');
  return trimmed === '.' ? '**' : trimmed;
}
