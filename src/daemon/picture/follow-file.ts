import { type FSWatcher, closeSync, openSync, readSync, watch } from 'node:fs';

/**
 * Hands over what is appended to a file while a command writes it, as the system tells of changes. `stop` hands over
 * the rest. The file must exist. `onBlind`: the system watches no more files; then everything comes with `stop`.
 */
export function followFile(
  path: string,
  { onBytes, onBlind }: { onBytes: (bytes: Uint8Array) => void; onBlind: (thrown: unknown) => void },
): { stop(): void } {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(64 * 1024);
  let offset = 0;
  const read = () => {
    for (;;) {
      const length = readSync(file, chunk, 0, chunk.length, offset);
      if (length === 0) return;
      offset += length;
      onBytes(chunk.subarray(0, length));
    }
  };
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(path, read);
    watcher.on('error', onBlind);
  } catch (thrown) {
    onBlind(thrown);
  }
  read();
  return {
    stop() {
      watcher?.close();
      read();
      closeSync(file);
    },
  };
}
