import { signs } from '../checks/failure-signs.ts';
import { endOf, plainLines } from '../checks/plain-lines.ts';

interface Output {
  readonly log: string;
  /** The worktree, whose name is of no account. */
  readonly cwd: string;
}

/**
 * Whether everything that one output complains about stands in the other one too, wherever in its file it is. Without
 * any complaint that is recognised, all that it says has to.
 */
export async function complainsNoMore(one: Output, other: Output): Promise<boolean> {
  const [mine, theirs] = [await complaintsIn(one), await complaintsIn(other)];
  return [...mine].every((line) => theirs.has(line));
}

async function complaintsIn({ log, cwd }: Output): Promise<Set<string>> {
  const lines = plainLines(await endOf(log));
  const failures = lines.filter((line) => signs.find(({ pattern }) => pattern.test(line))?.weight === 'failure');
  return new Set(
    (failures.length > 0 ? failures : lines).map((line) =>
      line
        .replaceAll(cwd, '')
        .replaceAll(/\b[\da-f]{6,}\b/g, '#')
        .replaceAll(/\d+/g, '#')
        .trim(),
    ),
  );
}
