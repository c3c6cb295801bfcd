import { sameLook } from '../core/picture.ts';
import type { Look, PictureRow, Run } from '../core/picture.ts';
import { eachCell } from './cells.ts';
import type { InnerLine } from './emulator/inside.ts';
import type { Links } from './emulator/links.ts';

/** Characters that join a neighbour into one grapheme: text with them is never put together from several cells. */
const joining =
  /[\p{Mark}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Cf}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u0e33\u0eb3]/u;

function isPlain(codePoint: number): boolean {
  if (codePoint < 0x300) return codePoint !== 0 && codePoint !== 0xad;
  // Lines, boxes and Chinese characters: most of what is not ASCII.
  if ((codePoint >= 0x2500 && codePoint < 0x2600) || (codePoint >= 0x4e00 && codePoint < 0xa000)) return true;
  return !joining.test(String.fromCodePoint(codePoint));
}

interface OpenRun {
  text: string;
  width: number;
  readonly look: Look;
  readonly cellWidth: number;
  readonly plain: boolean;
}

function isBlank({ look, cellWidth }: OpenRun): boolean {
  return look.bg === -1 && look.attributes === 0 && look.link === undefined && cellWidth === 1;
}

/** Cuts what looks like an empty screen at the end of a row. */
function withoutTrailingBlanks(runs: OpenRun[]): OpenRun[] {
  for (let last = runs.at(-1); last !== undefined && isBlank(last); last = runs.at(-1)) {
    const text = last.text.replace(/ +$/u, '');
    last.width -= last.text.length - text.length;
    last.text = text;
    if (text !== '') break;
    runs.pop();
  }
  return runs;
}

/**
 * One line of xterm's buffer as a picture row. All graphemes of a run have the same width, and a grapheme that could be
 * read as one with its neighbour (flags, marks, joined emoji) is a run of its own: column arithmetic on runs is exact.
 */
export function pictureRow(line: InnerLine, links: Links): PictureRow {
  const runs: OpenRun[] = [];
  let open: OpenRun | undefined;
  eachCell(line, links, ({ text, width, look, codePoint }) => {
    const plain = isPlain(codePoint);
    if (open?.plain && plain && open.cellWidth === width && (open.look === look || sameLook(open.look, look))) {
      open.text += text;
      open.width += width;
    } else {
      open = { text, width, look, cellWidth: width, plain };
      runs.push(open);
    }
  });
  return withoutTrailingBlanks(runs).map(({ text, width, look }): Run => ({ text, width, ...look }));
}

/** Whether two rows look the same. */
export function sameRow(one: PictureRow, other: PictureRow): boolean {
  if (one.length !== other.length) return false;
  return one.every((run, index) => {
    const twin = other[index];
    return twin !== undefined && run.text === twin.text && run.width === twin.width && sameLook(run, twin);
  });
}
