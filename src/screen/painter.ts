import type { IBuffer } from '@xterm/headless';

import { attributeSgr } from '../core/picture.ts';
import type { Colour } from '../core/picture.ts';
import { drawnCells, sameLook } from './cells.ts';
import type { DrawnCell, Look } from './cells.ts';
import type { HeadlessScreen } from './headless-screen.ts';
import { bufferState, lineDrawing, penLook } from './emulator/xterm-state.ts';
import type { BufferName } from './emulator/xterm-state.ts';

const csi = '\x1b[';

function colour(value: Colour, layer: 3 | 4): string {
  if (value < 0) return '';
  if (value < 0x1000000) return `;${layer}8;5;${value}`;
  const rgb = value - 0x1000000;
  return `;${layer}8;2;${(rgb >> 16) & 0xff};${(rgb >> 8) & 0xff};${rgb & 0xff}`;
}

/** The SGR sequence that sets exactly this look. */
function sgr(look: Look): string {
  const bits = attributeSgr.map(([bit, code]) => ((look.attributes & bit) !== 0 ? `;${code}` : '')).join('');
  return `${csi}0${bits}${colour(look.fg, 3)}${colour(look.bg, 4)}m`;
}

const plain: Look = { fg: -1, bg: -1, attributes: 0 };

function isAscii(text: string): boolean {
  return text.length === 1 && text < '\x7f';
}

/** Cells from `column` on; the cursor is set anew around all that is not ASCII, so that no neighbours join. */
function paintCells(cells: readonly DrawnCell[], column: number): string {
  let output = '';
  let pen = plain;
  let anchored = true;
  let at = column;
  for (const { text, width, look } of cells) {
    if (!anchored || !isAscii(text)) output += `${csi}${at + 1}G`;
    if (!sameLook(pen, look)) output += sgr(look);
    pen = look;
    output += text;
    at += width;
    anchored = isAscii(text);
  }
  return output + (sameLook(pen, plain) ? '' : sgr(plain));
}

function isDefaultBlank(cell: DrawnCell | undefined): boolean {
  return cell !== undefined && cell.text === ' ' && sameLook(cell.look, plain);
}

function cellsOf(buffer: IBuffer, row: number, columns: number): DrawnCell[] {
  const line = buffer.getLine(row);
  return line === undefined ? [] : [...drawnCells(line, columns)];
}

function paintLine(buffer: IBuffer, row: number, columns: number): string {
  const cells = cellsOf(buffer, row, columns);
  while (isDefaultBlank(cells.at(-1))) cells.pop();
  return paintCells(cells, 0);
}

function setTabs(tabs: readonly number[] | undefined): string {
  if (tabs === undefined) return '';
  return `${csi}3g${tabs.map((column) => `${csi}${column + 1}G\x1bH`).join('')}`;
}

interface Place {
  readonly row: number;
  readonly column: number;
  /** Rows above the first one that a cursor sequence can name: the region's top in origin mode. */
  readonly above: number;
}

/** Puts the cursor; behind the last column by writing that column again. */
function moveTo(screen: HeadlessScreen, buffer: IBuffer, place: Place): string {
  const { row, column, above } = place;
  const line = row - above + 1;
  if (column < screen.columns) return `${csi}${line};${column + 1}H`;
  const last = cellsOf(buffer, buffer.baseY + row, screen.columns).at(-1) ?? { text: ' ', width: 1, look: plain };
  const at = screen.columns - last.width;
  return `${csi}${line};${at + 1}H${paintCells([last], at)}`;
}

function saveCursor(look: Look): string {
  return `${sgr(look)}\x1b7${sgr(plain)}`;
}

/** Rows, scroll region, tab stops and saved cursor of one buffer; leaves the pen plain and autowrap off. */
function paintBuffer(screen: HeadlessScreen, name: BufferName, history: number): string {
  const { columns, rows, terminal } = screen;
  const buffer = name === 'normal' ? terminal.buffer.normal : terminal.buffer.alternate;
  const state = bufferState(terminal, name);
  const first = Math.max(0, buffer.baseY - history);
  const lines: string[] = [];
  for (let row = first; row < buffer.baseY + rows; row++) lines.push(paintLine(buffer, row, columns));
  const saved = { row: Math.min(state.saved.row, rows - 1), column: state.saved.column, above: 0 };
  return [
    `${csi}H${lines.join('\r\n')}`,
    state.top === 0 && state.bottom === rows - 1 ? '' : `${csi}${state.top + 1};${state.bottom + 1}r`,
    setTabs(state.tabs),
    moveTo(screen, buffer, saved),
    state.saved.drawing ? `\x1b(0${saveCursor(state.saved.look)}\x1b(B` : saveCursor(state.saved.look),
    ...screen.kitty.stackOf(name === 'normal' ? 'normal' : 'alternate').map((flags) => `${csi}>${flags}u`),
  ].join('');
}

function setModes(screen: HeadlessScreen): string {
  const { modes, options } = screen.terminal;
  const mouse = { none: '', x10: '9', vt200: '1000', drag: '1002', any: '1003' }[modes.mouseTrackingMode];
  const encoding = { default: '', sgr: '1006', 'sgr-pixels': '1016' }[screen.privateModes.mouseEncoding];
  const set = [
    modes.applicationCursorKeysMode ? '1' : '',
    modes.reverseWraparoundMode ? '45' : '',
    modes.applicationKeypadMode ? '66' : '',
    modes.sendFocusMode ? '1004' : '',
    modes.bracketedPasteMode ? '2004' : '',
    mouse,
    encoding,
  ].filter((mode) => mode !== '');
  return [
    set.length > 0 ? `${csi}?${set.join(';')}h` : '',
    screen.privateModes.cursorVisible ? '' : `${csi}?25l`,
    `${csi}20${options.convertEol ? 'h' : 'l'}`,
    modes.insertMode ? `${csi}4h` : '',
    modes.wraparoundMode ? `${csi}?7h` : '',
  ].join('');
}

function setCharsets(screen: HeadlessScreen): string {
  const { sets, level } = lineDrawing(screen.terminal);
  const designated = sets.map((drawing, index) => (drawing ? `\x1b${'()*+'[index] ?? ''}0` : '')).join('');
  return designated + (['', '\x0e', '\x1bn', '\x1bo'][level] ?? '');
}

/** The cursor under its modes: origin mode counts rows from the region's top. */
function placeCursor(screen: HeadlessScreen): string {
  const { terminal } = screen;
  const { active } = terminal.buffer;
  const origin = terminal.modes.originMode;
  const above = origin ? bufferState(terminal, active.type === 'normal' ? 'normal' : 'alt').top : 0;
  return (origin ? `${csi}?6h` : '') + moveTo(screen, active, { row: active.cursorY, column: active.cursorX, above });
}

/**
 * Bytes that make a fresh screen of the same size look and go on like this one: both buffers, modes, pen, cursor.
 * Take it only when `screen.atRest`. Not kept: OSC 8 links, styles and colours of underlines, and which rows were wrapped
 * (they do not flow anew when the width changes).
 * @param history lines above the screen to keep; each costs about as much as a row.
 */
export function paintScreen(screen: HeadlessScreen, history = 0): string {
  const alternate = screen.terminal.buffer.active.type === 'alternate';
  return [
    `${csi}?7l${csi}20l${sgr(plain)}`,
    screen.title === '' ? '' : `\x1b]2;${screen.title}\x07`,
    paintBuffer(screen, 'normal', history),
    alternate ? `${csi}?47h${paintBuffer(screen, 'alt', 0)}` : '',
    placeCursor(screen),
    setModes(screen),
    setCharsets(screen),
    sgr(penLook(screen.terminal)),
  ].join('');
}
