import { lstatSync } from 'node:fs';

/** Between two looks at whether the socket's file is still there, ms. */
const lookMs = 2000;

export interface Reachable {
  /** The file of a socket that is listened on. */
  readonly path: string;
  /** Listens anew, the file and maybe its folder being gone. */
  readonly listenAnew: () => Promise<void>;
  /** That failed; it is tried again. */
  readonly onFailed: (thrown: unknown) => void;
}

/**
 * Has a socket be listened on anew whenever its file was removed: whoever cleans up a folder for sockets, as some systems
 * do at the end of the last login, must not cut what runs on off for good. The returned function ends that.
 */
export function keepReachable({ path, listenAnew, onFailed }: Reachable): () => void {
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      if (lstatSync(path, { throwIfNoEntry: false }) === undefined) await listenAnew();
    } catch (thrown) {
      onFailed(thrown);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), lookMs);
  timer.unref();
  return () => clearInterval(timer);
}
