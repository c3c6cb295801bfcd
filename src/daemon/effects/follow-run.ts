import { attachHolder } from '../../runner/attach-holder.ts';
import type { AttachedHolder } from '../../runner/attach-holder.ts';
import { keepClaim } from '../../runner/holder/run-files.ts';
import { openLog } from '../../runner/log/log-reader.ts';
import { replayLog } from '../../runner/log/replay-log.ts';
import { restoreScreen } from '../../screen/paint/paint-screen.ts';
import type { Crew } from '../crew.ts';
import { findCheckpoint } from '../picture/checkpoint.ts';
import { Checkpoints } from '../picture/checkpoints.ts';

/** After so long without an answer of a holder the log says so, ms. */
const silentMs = 5000;

/** A run whose output makes the screen with this number. */
export interface FollowedRun {
  readonly screen: number;
  readonly runDir: string;
  readonly socket: string;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Its holder has answered. */
  readonly onAttached: (holder: AttachedHolder) => void;
  /** Its program has shown something. */
  readonly onStirred: () => void;
}

/**
 * Follows a run from its last checkpoint on: its screen, what is typed into it, its end. `gone`: its holder does not
 * answer; `broken off`: the signal came first, holder and program go on.
 */
export async function followRun(
  crew: Crew,
  run: FollowedRun,
  { signal, onAttached, onStirred }: FollowOptions,
): Promise<'ended' | 'gone' | 'broken off'> {
  const { screens } = crew;
  const { screen, runDir } = run;
  const start = paintCheckpoint(crew, run, openLog(runDir).end);
  const ended = Promise.withResolvers<void>();
  let served = 0;
  let { offset: shown } = start;
  const checkpoints = new Checkpoints({
    runDir,
    screen: start.picture,
    offset: start.offset,
    kept: (offset) => holder?.checkpoint(offset),
    onFailed: (thrown) => crew.log(`no checkpoint of ${runDir} can be kept`, thrown),
  });
  let holder: AttachedHolder | null = null;
  const silence = setTimeout(() => crew.log(`the holder in ${runDir} does not answer: it may be stopped`), silentMs);
  const attached = await attachHolder({
    socket: run.socket,
    signal,
    // The folder names one run for good: the holder of another run, or of another home, does not answer to it.
    nonce: runDir,
    from: start.offset,
    onHello: (hello) => (served = hello.served ?? 0),
    onOutput: (offset, bytes) => {
      // What an earlier daemon was sent, it has answered.
      const old = Math.max(0, Math.min(served - offset, bytes.length));
      if (old > 0) screens.feed(screen, bytes.subarray(0, old), true);
      if (old < bytes.length) screens.feed(screen, bytes.subarray(old));
      shown = offset + bytes.length;
      checkpoints.advanced(shown);
      onStirred();
    },
    onResized: (size) => screens.resized(screen, size),
    onUnread: (bytes) => screens.unread(screen, bytes),
    onExit: () => {
      // Its exit is on disk before we hear of it: from here on the holder is needed no more.
      holder?.acknowledgeExit();
      ended.resolve();
    },
    onClosed: () => ended.resolve(),
  }).finally(() => clearTimeout(silence));
  if (attached.kind === 'gone') return signal.aborted ? 'broken off' : 'gone';
  holder = attached;
  restoreClaim(crew, runDir, attached);
  onAttached(attached);
  screens.connect(screen, attached);
  const stop = () => ended.resolve();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await ended.promise;
  signal.removeEventListener('abort', stop);
  screens.connect(screen, null);
  attached.close();
  checkpoints.cut();
  checkpoints.stop();
  if (signal.aborted) return 'broken off';
  // A holder that was killed may have had more to send: its log has it.
  replay(crew, { screen, runDir, from: shown });
  return 'ended';
}

function restoreClaim(crew: Crew, runDir: string, { hello }: AttachedHolder): void {
  try {
    keepClaim(runDir, hello);
  } catch (thrown) {
    // A disk that is full: the run goes on, and is found by its socket until then.
    crew.log(`the claim of the holder in ${runDir} is lost and cannot be written anew`, thrown);
  }
}

/** Of a log without a checkpoint near its end only so much is replayed for a last screen, bytes. */
const longestReplay = 8 * 1024 * 1024;

/** Shows the last screen of a run that nobody follows: its holder is gone. */
export function showEndedRun(crew: Crew, run: Pick<FollowedRun, 'screen' | 'runDir'>): void {
  const { screen, runDir } = run;
  const { end } = openLog(runDir);
  const checkpoint = findCheckpoint(runDir);
  const near = checkpoint !== null && end - checkpoint.offset <= longestReplay;
  const offset = near ? paintCheckpoint(crew, run).offset : Math.max(0, end - longestReplay);
  if (!near) crew.screens.begin(screen);
  replay(crew, { screen, runDir, from: offset });
}

function replay({ screens }: Crew, { screen, runDir, from }: { screen: number; runDir: string; from: number }): void {
  replayLog({
    runDir,
    from,
    onOutput: (_offset, bytes) => screens.feed(screen, bytes, true),
    onResized: (size) => screens.resized(screen, size),
  });
}

/** @param newest a checkpoint of what is behind this offset is not this run's. */
function paintCheckpoint(
  { screens }: Crew,
  { screen, runDir }: Pick<FollowedRun, 'screen' | 'runDir'>,
  newest = Infinity,
) {
  const found = findCheckpoint(runDir);
  const checkpoint = found !== null && found.offset <= newest ? found : null;
  const picture = screens.begin(screen, checkpoint ?? undefined);
  if (checkpoint !== null) restoreScreen(picture, checkpoint.painted);
  return { picture, offset: checkpoint?.offset ?? 0 };
}
