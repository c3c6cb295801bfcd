import { sameLook } from '../../src/core/picture.ts';
import type { Look } from '../../src/core/picture.ts';
import { cursorShape } from '../../src/screen/answers/settings.ts';
import { lookOf } from '../../src/screen/cells.ts';
import { combinedFlag, extendedFlag, protectedFlag } from '../../src/screen/emulator/inside.ts';
import type { InnerBuffer, InnerLine } from '../../src/screen/emulator/inside.ts';
import type { HeadlessScreen } from '../../src/screen/headless-screen.ts';

/** A cell as xterm keeps it, in words: an erased cell ('') is another one than a space. */
interface WholeCell {
  readonly text: string;
  readonly width: number;
  readonly guarded: boolean;
  readonly look: Look;
}

function cellsOf(screen: HeadlessScreen, line: InnerLine): WholeCell[] {
  const { _data: data } = line;
  return Array.from({ length: data.length / 3 }, (_, column) => {
    const content = data[column * 3] ?? 0;
    const fg = data[column * 3 + 1] ?? 0;
    const bg = data[column * 3 + 2] ?? 0;
    const extended = (bg & extendedFlag) === 0 ? undefined : line['_extendedAttrs'][column];
    const codePoint = content & 0x1fffff;
    const text = content & combinedFlag ? line['_combined'][column] : codePoint ? String.fromCodePoint(codePoint) : '';
    const look = lookOf({ fg, bg, extended }, screen.links);
    return { text: text ?? 'lost', width: (content >>> 22) & 3, guarded: (bg & protectedFlag) !== 0, look };
  });
}

function bufferOf(screen: HeadlessScreen, buffer: InnerBuffer, history: number): unknown {
  const first = Math.max(0, buffer.ybase - history);
  const lines = Array.from({ length: buffer.lines.length - first }, (_, index) => {
    const line = buffer.lines.get(first + index);
    return line && { wrapped: line.isWrapped, cells: cellsOf(screen, line) };
  });
  const { fg, bg } = buffer.savedCurAttrData;
  return {
    lines,
    cursor: [buffer.x, buffer.y],
    region: [buffer.scrollTop, buffer.scrollBottom],
    saved: { x: buffer.savedX, row: screen.savedRows.get(buffer), fg, bg, charset: buffer.savedCharset ?? null },
    tabs: Object.keys(buffer.tabs).filter((column) => buffer.tabs[Number(column)]),
  };
}

/**
 * Everything a screen is and goes on from, for comparison: all lines of both buffers up to `history` above the screen,
 * and every piece of state that a sequence can set.
 */
export function completeState(screen: HeadlessScreen, history = Infinity): unknown {
  const { inside, terminal, asked } = screen;
  const { _inputHandler: input, _charsetService: charsets, buffers } = inside;
  const pen = input['_curAttrData'];
  return {
    size: [screen.columns, screen.rows],
    active: buffers.active === buffers.alt ? 'alternate' : 'normal',
    normal: bufferOf(screen, buffers.normal, history),
    alternate: bufferOf(screen, buffers.alt, history),
    // The pen's raw numbers: parts that do not show may come to light with the next sequence.
    pen: [pen.fg, pen.bg, pen.extended['_ext'], screen.links.uri(pen.extended['_urlId'])],
    join: input['_parser'].precedingJoinState,
    parser: input['_parser'].currentState,
    charsets: [
      charsets.glevel,
      charsets.charset ?? null,
      ...[0, 1, 2, 3].map((level) => charsets['_charsets'][level] ?? null),
    ],
    modes: { ...terminal.modes },
    options: [terminal.options.convertEol, terminal.options.cursorBlink],
    mouse: [inside.coreMouseService.activeProtocol, inside.coreMouseService.activeEncoding],
    cursor: [inside.coreService.isCursorHidden, cursorShape(inside)],
    scheme: asked.wantsScheme,
    kitty: asked.kitty.stacks,
    colours: asked.colours.sequences(),
    titles: [input['_windowTitle'], input['_iconName'], input['_windowTitleStack'], input['_iconNameStack']],
  };
}

/** In how many cells two states of `completeState` differ; everything else that differs counts as one. */
export function differences(one: unknown, other: unknown): string[] {
  const found: string[] = [];
  compare(one, other, { path: '', found });
  return found;
}

function isLook(value: object): value is Look {
  return 'fg' in value && 'bg' in value && 'attributes' in value;
}

function compare(one: unknown, other: unknown, at: { path: string; found: string[] }): void {
  if (Object.is(one, other)) return;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    at.found.push(`${at.path}: ${JSON.stringify(one)} / ${JSON.stringify(other)}`);
    return;
  }
  if (isLook(one) && isLook(other) && sameLook(one, other)) return;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    compare(Reflect.get(one, key), Reflect.get(other, key), { path: `${at.path}.${key}`, found: at.found });
  }
}
