/** One line of the conventions file, and what it is in its Markdown. */
export interface FileLine {
  /** Where it begins in the text. */
  readonly start: number;
  /** Behind its line end. */
  readonly end: number;
  /** Without its line end. */
  readonly text: string;
  /** `item`: begins an item of the outermost list. `hidden`: code or a comment. */
  readonly kind: 'blank' | 'item' | 'nested' | 'indented' | 'plain' | 'heading' | 'hidden';
}

const item = /^ {0,1}(?:[-*+]|\d{1,9}[.)])[ \t]+\S/;
const nested = /^[ \t]+(?:[-*+]|\d{1,9}[.)])[ \t]+\S/;
const fence = /^\s*(`{3,}|~{3,})/;

/** The lines of a text with what each is. What is never closed reaches to the end. */
export function linesOf(text: string): FileLine[] {
  const lines: FileLine[] = [];
  let hiddenUntil: ((line: string) => boolean) | null = null;
  for (const [whole] of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const start = lines.at(-1)?.end ?? 0;
    const line = whole.replace(/\r?\n$/, '').replace(start === 0 ? /^\uFEFF/ : /^(?!)/, '');
    let kind: FileLine['kind'];
    if (hiddenUntil !== null) {
      kind = 'hidden';
      if (hiddenUntil(line)) hiddenUntil = null;
    } else {
      hiddenUntil = hiding(line);
      kind = hiddenUntil !== null || /^\s*<!--/.test(line) ? 'hidden' : kindOf(line);
    }
    lines.push({ start, end: start + whole.length, text: line, kind });
  }
  return lines;
}

/** When the line begins code or a comment that goes on: whether another line ends it. */
function hiding(line: string): ((line: string) => boolean) | null {
  const opened = fence.exec(line)?.[1];
  if (opened !== undefined) {
    return (other) => {
      const closed = fence.exec(other)?.[1];
      return closed !== undefined && closed.startsWith(opened) && other.trim() === closed;
    };
  }
  return /^\s*<!--/.test(line) && !line.includes('-->') ? (other) => other.includes('-->') : null;
}

function kindOf(line: string): FileLine['kind'] {
  if (line.trim() === '') return 'blank';
  if (/^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(line)) return 'heading';
  if (item.test(line)) return 'item';
  if (nested.test(line)) return 'nested';
  if (/^ {0,3}#{1,6}(?:\s|$)/.test(line)) return 'heading';
  return /^[ \t]/.test(line) ? 'indented' : 'plain';
}
