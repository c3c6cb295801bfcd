import stringWidth from 'string-width';

/** Columns between tab stops. */
const tabStop = 4;
/** Longer clusters are no text that a person wrote: stacked marks, which would paint over their neighbours. */
const longestCluster = 32;

const ascii = /^[\x20-\x7e]*$/;
/** Characters that change or hide what follows: controls, bidirectional and invisible ones, tags. */
const hidden = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\ufe0e-\ufe0f\u200d]]/v;
/** Joiners and selectors belong to emoji and to some scripts; after a Latin letter they only hide. */
const hiddenAfterAscii = /^[\x20-\x7e](?=.*[\ufe0e-\ufe0f\u200d])(?!\ufe0f?\u20e3$)/u;
/** Several half-width voice marks may join what is painted before them, and its width would be another. */
const voiceMarks = /[\uff9e\uff9f].*[\uff9e\uff9f]/u;

const segmenter = new Intl.Segmenter();

/** One grapheme as it is painted. */
export interface Cell {
  readonly text: string;
  /** Columns. */
  readonly width: number;
  /** Where it begins in the source, in UTF-16 units. */
  readonly offset: number;
  /** The source has something here that a terminal would not show, or would obey: `text` names it. */
  readonly strange: boolean;
}

/**
 * Walks over the text of one line, left to right, as cells that are safe to paint: tabs become blanks, and controls,
 * bidirectional marks, invisible characters and clusters without a width are named (`^[`, `<U+202E>`).
 * @param visit returns false to stop
 */
export function eachCell(line: string, visit: (cell: Cell) => boolean): void {
  if (ascii.test(line)) {
    for (let offset = 0; offset < line.length; offset++) {
      if (!visit({ text: line.charAt(offset), width: 1, offset, strange: false })) return;
    }
    return;
  }
  let column = 0;
  for (const { segment, index } of segmenter.segment(line)) {
    const cell = toCell(segment, index, column);
    column += cell.width;
    if (!visit(cell)) return;
  }
}

/** The line as it is painted, in one string. */
export function visibleText(line: string): string {
  if (ascii.test(line)) return line;
  let text = '';
  eachCell(line, (cell) => {
    text += cell.text;
    return true;
  });
  return text;
}

function toCell(segment: string, offset: number, column: number): Cell {
  if (segment === '\t') {
    const width = tabStop - (column % tabStop);
    return { text: ' '.repeat(width), width, offset, strange: false };
  }
  if (ascii.test(segment)) return { text: segment, width: segment.length, offset, strange: false };
  const isOdd = hidden.test(segment) || hiddenAfterAscii.test(segment) || voiceMarks.test(segment);
  const plain = segment.length <= longestCluster && !isOdd;
  const width = plain ? stringWidth(segment) : 0;
  if (width === 1 || width === 2) return { text: segment, width, offset, strange: false };
  const name = nameOf(segment);
  return { text: name, width: name.length, offset, strange: true };
}

function nameOf(segment: string): string {
  const points = Array.from(segment, (character) => character.codePointAt(0) ?? 0);
  if (points.length > longestCluster / 2) return `<${points.length} characters in one>`;
  // A cluster with one bad character in it is named as a whole, its harmless ASCII stays readable.
  return points.map((point) => namePoint(point)).join('');
}

function namePoint(point: number): string {
  if (point < 0x20) return `^${String.fromCharCode(point + 0x40)}`;
  if (point < 0x7f) return String.fromCharCode(point);
  if (point === 0x7f) return '^?';
  return `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>`;
}
