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

function bufferOf(screen: HeadlessScreen, buffer: InnerBuffer): unknown {
  const { fg, bg } = buffer.savedCurAttrData;
  return {
    cursor: [buffer.x, buffer.y],
    region: [buffer.scrollTop, buffer.scrollBottom],
    saved: { x: buffer.savedX, row: screen.savedRows.get(buffer), fg, bg, charset: buffer.savedCharset ?? null },
    tabs: Object.keys(buffer.tabs).filter((column) => buffer.tabs[Number(column)]),
  };
}

/** Everything a screen goes on from beside its lines: every piece of state that a sequence can set. */
function stateOf(screen: HeadlessScreen): unknown {
  const { inside, terminal, asked } = screen;
  const { _inputHandler: input, _charsetService: charsets, buffers } = inside;
  const pen = input['_curAttrData'];
  return {
    size: [screen.columns, screen.rows],
    active: buffers.active === buffers.alt ? 'alternate' : 'normal',
    normal: bufferOf(screen, buffers.normal),
    alternate: bufferOf(screen, buffers.alt),
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

/** Lines of a buffer from the bottom up, as many as the screen has rows and `history` more. */
function linesOf(buffer: InnerBuffer, history: number): InnerLine[] {
  const first = Math.max(0, buffer.ybase - history);
  const lines: InnerLine[] = [];
  for (let index = first; index < buffer.lines.length; index++) {
    const line = buffer.lines.get(index);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

/** Lines whose cells have everything in their numbers, and the same numbers, need no closer look. */
function sameNumbers(one: InnerLine, other: InnerLine): boolean {
  const [data, twin] = [one['_data'], other['_data']];
  if (one.isWrapped !== other.isWrapped || data.length !== twin.length) return false;
  for (let index = 0; index < data.length; index++) {
    const flag = index % 3 === 0 ? combinedFlag : index % 3 === 2 ? extendedFlag : 0;
    if (data[index] !== twin[index] || ((data[index] ?? 0) & flag) !== 0) return false;
  }
  return true;
}

/**
 * Everything in which two screens differ: all lines of both buffers up to `history` above the screen, and all other
 * state. What xterm keeps in more than one way and shows in one, such as the red of SGR 31 and of SGR 38;5;1, is the same.
 */
export function differences(one: HeadlessScreen, other: HeadlessScreen, history = Infinity): string[] {
  const found: string[] = [];
  compare(stateOf(one), stateOf(other), { path: '', found });
  for (const name of ['normal', 'alt'] as const) {
    const lines = linesOf(one.inside.buffers[name], history);
    const twins = linesOf(other.inside.buffers[name], history);
    if (lines.length !== twins.length) found.push(`${name}: ${lines.length} / ${twins.length} lines`);
    for (const [index, line] of lines.entries()) {
      const twin = twins[index];
      if (twin === undefined || sameNumbers(line, twin)) continue;
      if (line.isWrapped !== twin.isWrapped) found.push(`${name}.${index}: wrapped ${line.isWrapped}`);
      compare(cellsOf(one, line), cellsOf(other, twin), { path: `${name}.${index}`, found });
    }
  }
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
