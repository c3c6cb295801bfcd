import { cursorShape } from '../answers/settings.ts';
import type { InnerBuffer, Inside } from '../emulator/inside.ts';
import type { HeadlessScreen } from '../headless-screen.ts';
import { LinePainter } from './paint-lines.ts';
import type { WidthOf } from './paint-lines.ts';
import { applyUnsaid, parseUnsaid, printUnsaid, unsaidOf } from './unsaid.ts';

const csi = '\x1b[';

/** The sequence that carries what no other one says. Programs can't use it: it is heard only by `restoreScreen`. */
const unsaidStart = '\x1bP>s';
const stringEnd = '\x1b\\';

interface PaintedBuffer {
  readonly lines: LinePainter;
  readonly bytes: string;
}

function paintBuffer(screen: HeadlessScreen, buffer: InnerBuffer, history: number): PaintedBuffer {
  const lines = new LinePainter(screen.links, widthOf(screen.inside));
  const end = Math.min(buffer.ybase + screen.rows, buffer.lines.length);
  for (let index = Math.max(0, buffer.ybase - history); index < end; index++) {
    const line = buffer.lines.get(index);
    if (line !== undefined) lines.paint(line, index + 1 < end);
  }
  return { lines, bytes: `${csi}H${lines.take()}` };
}

/** The emulator's own width of a text, known again for texts that come often. */
function widthOf({ unicodeService }: Inside): WidthOf {
  const known = new Map<string, number | undefined>();
  const measure = (text: string): number | undefined => {
    let before = 0;
    for (const character of text) {
      const properties = unicodeService.charProperties(character.codePointAt(0) ?? 0, before);
      // The lowest bit: joins the one before.
      if (before !== 0 && (properties & 1) === 0) return undefined;
      before = properties;
    }
    // The next two: columns of the whole.
    return (before >> 1) & 3;
  };
  return (text) => {
    if (!known.has(text)) known.set(text, measure(text));
    return known.get(text);
  };
}

function setModes(screen: HeadlessScreen): string {
  const { modes, options } = screen.terminal;
  const mouse = { none: '', x10: '9', vt200: '1000', drag: '1002', any: '1003' }[modes.mouseTrackingMode];
  const encoding = { DEFAULT: '', SGR: '1006', SGR_PIXELS: '1016' }[screen.inside.coreMouseService.activeEncoding];
  const set = [
    modes.applicationCursorKeysMode ? '1' : '',
    modes.originMode ? '6' : '',
    modes.wraparoundMode ? '7' : '',
    options.cursorBlink === true ? '12' : '',
    modes.reverseWraparoundMode ? '45' : '',
    modes.applicationKeypadMode ? '66' : '',
    modes.sendFocusMode ? '1004' : '',
    modes.bracketedPasteMode ? '2004' : '',
    modes.synchronizedOutputMode ? '2026' : '',
    screen.asked.wantsScheme ? '2031' : '',
    mouse,
    encoding ?? '',
  ].filter((mode) => mode !== '');
  const shape = cursorShape(screen.inside);
  return [
    set.length > 0 ? `${csi}?${set.join(';')}h` : '',
    screen.inside.coreService.isCursorHidden ? `${csi}?25l` : '',
    shape === undefined ? '' : `${csi}${shape} q`,
    `${csi}20${options.convertEol ? 'h' : 'l'}`,
    modes.insertMode ? `${csi}4h` : '',
  ].join('');
}

function placeCursor({ inside, rows }: HeadlessScreen): string {
  const { x, y, scrollTop, scrollBottom } = inside.buffers.active;
  const region = scrollTop === 0 && scrollBottom === rows - 1 ? '' : `${csi}${scrollTop + 1};${scrollBottom + 1}r`;
  return `${region}${csi}${y + 1};${x + 1}H`;
}

/**
 * What `restoreScreen` needs to make a fresh screen of the same size look and go on like this one: both buffers, modes,
 * pen, cursors, colours, titles. Take it only when `screen.atRest`. Written to some other terminal it shows the same.
 * @param history lines above the screen to keep; each costs about as much as a row.
 */
export function paintScreen(screen: HeadlessScreen, history = 0): string {
  const { normal, alt, active } = screen.inside.buffers;
  const main = paintBuffer(screen, normal, history);
  const alternate = active === alt ? paintBuffer(screen, alt, 0) : undefined;
  return [
    `${csi}?7l${csi}20l${csi}m`,
    screen.title === '' ? '' : `\x1b]2;${screen.title}\x07`,
    screen.asked.colours.sequences(),
    main.bytes,
    alternate === undefined ? '' : `${csi}?47h${alternate.bytes}`,
    placeCursor(screen),
    setModes(screen),
    unsaidStart,
    printUnsaid(unsaidOf(screen, main.lines, alternate?.lines ?? { wrapped: [], odd: [] })),
    stringEnd,
  ].join('');
}

/** Brings a fresh screen to what `paintScreen` gave of another one of the same size. Nothing is answered or signalled. */
export function restoreScreen(screen: HeadlessScreen, bytes: Buffer | string): void {
  const painted = bytes.toString();
  const start = painted.lastIndexOf(unsaidStart);
  const lines = start < 0 ? painted : painted.slice(0, start);
  screen.feed(lines);
  const text = start < 0 ? '' : painted.slice(start + unsaidStart.length, painted.length - stringEnd.length);
  const unsaid = parseUnsaid(text);
  if (unsaid !== undefined) applyUnsaid(screen, unsaid);
}
