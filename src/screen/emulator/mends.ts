import type { Terminal } from '@xterm/headless';

import { mendEraseAbove } from './erase-above.ts';
import { combinedFlag, extendedFlag } from './inside.ts';
import type { InnerBuffer, InnerLine, Inside } from './inside.ts';

/** Puts right what xterm 6.0.0 does wrong and programs can see. */
export function mend(terminal: Terminal, inside: Inside): void {
  mendEraseAbove(terminal, inside);
  mendUnderlineColour(inside);
  mendColonColours(inside);
  mendCopiedCells(inside);
  mendUnwrappedText(inside);
  mendFullReset(terminal, inside);
}

const mended = new WeakSet<object>();

/** The prototype of an object, the first time it is asked for: what is wrong there is put right for all terminals. */
function prototypeOnce(of: object): object | undefined {
  const prototype: unknown = Object.getPrototypeOf(of);
  if (typeof prototype !== 'object' || prototype === null || mended.has(prototype)) return undefined;
  mended.add(prototype);
  return prototype;
}

/** `SGR 59` ends up as white instead of the colour of the text: -1 is cut to its colour bits. */
function mendUnderlineColour(inside: Inside): void {
  const prototype = prototypeOnce(inside['_inputHandler']['_curAttrData'].extended);
  const property = prototype && Object.getOwnPropertyDescriptor(prototype, 'underlineColor');
  if (prototype === undefined || property?.set === undefined) return;
  Object.defineProperty(prototype, 'underlineColor', {
    ...property,
    set(value: number) {
      property.set?.call(this, value === -1 ? 0 : value);
    },
  });
}

/** `38:2:r:g:b`, as many programs write it, is read with the red for a colour space that other programs put there. */
function mendColonColours(inside: Inside): void {
  const input = inside['_inputHandler'];
  const extractColour = input['_extractColor'].bind(input);
  input['_extractColor'] = (parameters, position, pen) => {
    const colour = parameters.getSubParams(position);
    if (colour?.length !== 4 || colour[0] !== 2) return extractColour(parameters, position, pen);
    const rgb = [1, 2, 3].reduce((sum, part) => (sum << 8) | ((colour[part] ?? 0) & 0xff), 0);
    const put = (word: number): number => (word & ~0x3ffffff) | 0x3000000 | rgb;
    const what = parameters.params[position];
    if (what === 38) pen.fg = put(pen.fg);
    else if (what === 48) pen.bg = put(pen.bg);
    else {
      // Cells hold the old object.
      pen.extended = pen.extended.clone();
      pen.extended['_ext'] = put(pen.extended['_ext']);
      pen.updateExtended();
    }
    return 0;
  };
}

/** Which cells are copied where, when lines flow anew. */
interface CellCopy {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** When lines flow anew, texts of several code points are copied that belong to no cell any more, over those that do. */
function mendCopiedCells(inside: Inside): void {
  const line = inside.buffers.normal.lines.get(0);
  const prototype = line && prototypeOnce(line);
  if (prototype === undefined) return;
  Object.defineProperty(prototype, 'copyCellsFrom', {
    value(this: InnerLine, source: InnerLine, ...[from, to, count]: [number, number, number]) {
      copyCells(source, this, { from, to, count });
    },
  });
}

function copyCells(source: InnerLine, target: InnerLine, { from, to, count }: CellCopy): void {
  const cells = source['_data'].slice(from * 3, (from + count) * 3);
  // All are read before any is written: source and target may be one line.
  const texts = cellsWith(cells, 0, combinedFlag).map((cell) => [cell, source['_combined'][from + cell]] as const);
  const extended = cellsWith(cells, 2, extendedFlag).map(
    (cell) => [cell, source['_extendedAttrs'][from + cell]] as const,
  );
  target['_data'].set(cells, to * 3);
  for (const [cell, text] of texts) target['_combined'][to + cell] = text ?? '';
  for (const [cell, attributes] of extended) target['_extendedAttrs'][to + cell] = attributes;
}

function cellsWith(cells: Uint32Array, word: number, flag: number): number[] {
  const found: number[] = [];
  for (let index = word; index < cells.length; index += 3)
    if (((cells[index] ?? 0) & flag) !== 0) found.push((index - word) / 3);
  return found;
}

/**
 * Without autowrap the end of a line depends on where the bytes were cut: what joins a wide character that found no
 * room goes to another cell when it comes in the same piece. There every code point is a piece of its own.
 */
function mendUnwrappedText(inside: Inside): void {
  const input = inside['_inputHandler'];
  input['_parser'].setPrintHandler((codePoints, start, end) => {
    if (inside.coreService.decPrivateModes.wraparound) input.print(codePoints, start, end);
    else for (let at = start; at < end; at++) input.print(codePoints, at, at + 1);
  });
}

/** A full reset leaves the cursor hidden, it blinking, and line feeds returning, which are options to xterm. */
function mendFullReset(terminal: Terminal, inside: Inside): void {
  const { convertEol, cursorBlink } = terminal.options;
  terminal.parser.registerEscHandler({ final: 'c' }, () => {
    inside.coreService.isCursorHidden = false;
    terminal.options.convertEol = convertEol ?? false;
    terminal.options.cursorBlink = cursorBlink ?? false;
    return false;
  });
}

/** Tidies up at once: a millisecond for a whole history. Later, xterm would warn on a busy machine, over the dashboard. */
const atOnce = {
  enqueue(task: () => boolean | void): void {
    while (task() === true);
  },
  clear(): void {},
};

/** Changes the size, with what xterm leaves undone. */
export function resizeTerminal(terminal: Terminal, inside: Inside, [columns, rows]: [number, number]): void {
  const { normal, alt } = inside.buffers;
  for (const buffer of [normal, alt]) buffer['_memoryCleanupQueue'] = atOnce;
  terminal.resize(columns, rows);
  fitAlternate(alt, columns, rows);
}

/**
 * Brings the alternate buffer, which xterm resizes by halves, to its new size. Its lines stay as long as they were: what
 * went would come back when the screen grows. And while it is empty it keeps the room it had: later lines above the
 * screen, which it must not have.
 */
function fitAlternate({ lines }: InnerBuffer, columns: number, rows: number): void {
  if (lines.length === 0) lines.maxLength = rows;
  for (let index = 0; index < lines.length; index++) {
    const line = lines.get(index);
    if (line !== undefined && line['_data'].length > columns * 3) line.resize(columns);
  }
}
