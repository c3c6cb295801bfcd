import type { ExitRecord, Hello } from './holder/holder-messages.ts';
import { isSameProcess } from './process/process-tree.ts';
import { readExit, readHello } from './holder/run-files.ts';

/** What became of a run. */
export type RunState =
  /** No holder was ever started here. */
  | { readonly kind: 'none' }
  | { readonly kind: 'alive'; readonly hello: Hello }
  | { readonly kind: 'exited'; readonly exit: ExitRecord; readonly hello: Hello | undefined }
  /** The holder is gone and left no exit: killed, or the machine went down. The program may run on as a ghost. */
  | { readonly kind: 'lost'; readonly hello: Hello; readonly ghost: boolean };

/** Looks at a run by its files and the processes they name. */
export function inspectRun(runDir: string): RunState {
  // The order matters: a holder writes its exit before it ends.
  const hello = readHello(runDir);
  const alive = hello !== undefined && isSameProcess(hello.holderPid, hello.holderStartTime);
  const exit = readExit(runDir);
  if (exit !== undefined) return { kind: 'exited', exit, hello };
  if (hello === undefined) return { kind: 'none' };
  if (alive) return { kind: 'alive', hello };
  const ghost = hello.pid !== null && hello.startTime !== null && isSameProcess(hello.pid, hello.startTime);
  return { kind: 'lost', hello, ghost };
}
