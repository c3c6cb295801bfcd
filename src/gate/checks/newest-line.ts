import { endOf, plainLines } from './plain-lines.ts';

/** Each line that is told is journalled: often enough for a person who waits, ms. */
const usuallyMs = 3000;
/** Enough for a last line with its colours. */
const lookBytes = 4096;
const longest = 120;

/** Tells the last line of a file that grows, when it is another one than before; until it is stopped. */
export function watchNewestLine(path: string, tell: (line: string) => void, everyMs = usuallyMs): { stop(): void } {
  let told = '';
  let over = false;
  const look = async (): Promise<void> => {
    // A file that cannot be read now is looked at again next time.
    const text = await endOf(path, lookBytes).catch(() => '');
    const line = (plainLines(text).at(-1) ?? '').trim();
    if (over || line === '' || line === told) return;
    told = line;
    tell(line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
  };
  const timer = setInterval(() => void look(), everyMs);
  return {
    stop() {
      over = true;
      clearInterval(timer);
    },
  };
}
