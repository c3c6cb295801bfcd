import { plumbText } from './plumb.ts';

let known: Promise<number> | undefined;

/** The minor number of the git on PATH; its major one is 2. Asked once: a git does not change under a running process. */
export function gitMinor(cwd: string): Promise<number> {
  known ??= plumbText({ cwd, args: ['version'] }).then((text) => Number(/ 2\.(\d+)/.exec(text)?.[1] ?? 0));
  return known;
}
