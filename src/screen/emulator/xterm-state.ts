import type { Terminal } from '@xterm/headless';

import { lookOf } from '../cells.ts';
import type { Look, Pen } from '../cells.ts';

/**
 * What a checkpoint and cheap comparisons need and xterm's public API does not tell. Read through guards: when a later
 * xterm looks different inside, each reading has a value to fall back to, and the contract test says so.
 */

function member(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function core(terminal: Terminal, ...path: string[]): unknown {
  return path.reduce<unknown>(member, Reflect.get(terminal, '_core'));
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function isPen(value: unknown): value is Pen {
  return typeof member(value, 'isBold') === 'function' && typeof member(value, 'getFgColor') === 'function';
}

/** Which of the two buffers. */
export type BufferName = 'normal' | 'alt';

/** What DECSC saved, 0-based; the row is counted from the top of the screen. */
export interface SavedCursor {
  readonly row: number;
  readonly column: number;
  readonly look: Look;
  readonly drawing: boolean;
}

/** State of one buffer beside its lines. */
export interface BufferState {
  /** Scroll region, 0-based rows, both included. */
  readonly top: number;
  readonly bottom: number;
  readonly saved: SavedCursor;
  /** Tab stops; undefined when they stand at every eighth column. */
  readonly tabs: readonly number[] | undefined;
}

const plainLook: Look = { fg: -1, bg: -1, attributes: 0 };

function lookAt(value: unknown): Look {
  return isPen(value) ? lookOf(value) : plainLook;
}

function tabStops(buffer: unknown, columns: number): readonly number[] | undefined {
  const tabs = member(buffer, 'tabs');
  if (tabs === undefined) return undefined;
  const stops: number[] = [];
  for (let column = 0; column < columns; column++) if (member(tabs, column) === true) stops.push(column);
  const usual = Math.ceil(columns / 8);
  return stops.length === usual && stops.every((stop, index) => stop === index * 8) ? undefined : stops;
}

/** Scroll region, saved cursor and tab stops of a buffer. */
export function bufferState(terminal: Terminal, name: BufferName): BufferState {
  const buffer = core(terminal, 'buffers', name);
  const base = numberOr(member(buffer, 'ybase'), 0);
  return {
    top: numberOr(member(buffer, 'scrollTop'), 0),
    bottom: numberOr(member(buffer, 'scrollBottom'), terminal.rows - 1),
    saved: {
      row: Math.max(0, numberOr(member(buffer, 'savedY'), 0) - base),
      column: numberOr(member(buffer, 'savedX'), 0),
      look: lookAt(member(buffer, 'savedCurAttrData')),
      drawing: drawsLines(member(buffer, 'savedCharset')),
    },
    tabs: tabStops(buffer, terminal.cols),
  };
}

/** The look that the next printed character gets. */
export function penLook(terminal: Terminal): Look {
  return lookAt(core(terminal, '_inputHandler', '_curAttrData'));
}

/** Whether a character set is the one that draws lines (DEC special graphics). */
function drawsLines(charset: unknown): boolean {
  return member(charset, 'q') === '\u2500';
}

/** Which of G0..G3 draw lines, and which of them is in use. */
export function lineDrawing(terminal: Terminal): { readonly sets: readonly boolean[]; readonly level: number } {
  const charsets = core(terminal, '_charsetService', '_charsets');
  const level = numberOr(core(terminal, '_charsetService', 'glevel'), 0);
  // A restored cursor brings its own set, whatever was designated since.
  const inUse = drawsLines(core(terminal, '_charsetService', 'charset'));
  const sets = [0, 1, 2, 3].map((index) => (index === level ? inUse : drawsLines(member(charsets, index))));
  return { sets, level };
}

/** Whether the parser is between sequences: only then is a screen a complete account of the bytes so far. */
export function parserAtGround(terminal: Terminal): boolean {
  return numberOr(core(terminal, '_inputHandler', '_parser', 'currentState'), 0) === 0;
}

/** The cells of a screen row as xterm keeps them, or undefined when they cannot be seen. */
export interface RawLine {
  /** The same object as long as it is the same line, also after scrolling. */
  readonly identity: object;
  readonly cells: Uint32Array;
}

/** A screen row of the active buffer. */
export function rawLine(terminal: Terminal, row: number): RawLine | undefined {
  const api = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  const line = member(api, '_line');
  const cells = member(line, '_data');
  if (typeof line !== 'object' || line === null || !(cells instanceof Uint32Array)) return undefined;
  return { identity: line, cells };
}

/** In a cell's first number: its text is kept beside the numbers, which therefore do not tell whether it changed. */
const combinedFlag = 0x200000;

/** Whether some cell's text is not in the numbers. */
export function hasCombinedCells(cells: Uint32Array): boolean {
  for (let index = 0; index < cells.length; index += 3) if (((cells[index] ?? 0) & combinedFlag) !== 0) return true;
  return false;
}
