import { History } from '../../../src/screen/history-rows.ts';

/** A terminal that has printed a text. */
export function printed(text: string, size: { columns?: number; rows?: number; lines?: number } = {}): History {
  const history = new History({ columns: 20, rows: 5, lines: 1000, ...size });
  history.feed(Buffer.from(text.replaceAll('\n', '\r\n')));
  return history;
}

/** All its lines as text. */
export function allLines(history: History): string[] {
  return Array.from({ length: history.end - history.first }, (_, index) =>
    history.text(history.first + index).trimEnd(),
  );
}

/** Lines `from` up to, not including, `to`, as they are printed. */
export function numbered(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');
}
