import { spawn } from 'node:child_process';

/** How long the person's command may take, ms. */
const limitMs = 10_000;
/** How long its last words may take after its end, ms. */
const lastWordsMs = 500;
/** Of what it printed the last characters tell why it failed. */
const tailCharacters = 400;

/** A call of the person by their own command. */
export interface NoticeCall {
  readonly command: string;
  readonly text: string;
  readonly signal: AbortSignal;
  /** How long it may take, ms. */
  readonly limit?: number;
}

/** Says the text by the person's command, which gets it in SIGNALBOX_NOTICE. Gives what went wrong, or null. */
export function runNotice({ command, text, signal, limit = limitMs }: NoticeCall): Promise<string | null> {
  if (signal.aborted) return Promise.resolve('the daemon stops');
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], {
      env: { ...process.env, SIGNALBOX_NOTICE: text },
      cwd: '/',
      // A group of its own: what it starts ends with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    let cut: string | null = null;
    const end = (why: string): void => {
      cut = why;
      endGroup(child.pid);
    };
    const timer = setTimeout(() => end(`it took longer than ${limit / 1000} s`), limit);
    const stop = (): void => end('the daemon stops');
    signal.addEventListener('abort', stop);
    const finish = (problem: string | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      child.stderr.destroy();
      resolve(problem);
    };
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-tailCharacters)));
    child.once('error', (error) => finish(error.message));
    child.once('exit', (exit, killed) => {
      if (cut !== null) finish(cut);
      else if (exit === 0) finish(null);
      else {
        const how = killed === null ? `exit status ${exit ?? '?'}` : `it ended of ${killed}`;
        const fail = (): void => finish(`${how} ${said.trim()}`.trim());
        // Its last words may come behind its end; something that it left running may hold their pipe open for ever.
        const patience = setTimeout(fail, lastWordsMs);
        child.once('close', () => {
          clearTimeout(patience);
          fail();
        });
      }
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
