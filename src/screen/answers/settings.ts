import type { Terminal } from '@xterm/headless';

import { attribute, attributeSgr } from '../../core/picture.ts';
import type { Colour, CursorShape, Look } from '../../core/picture.ts';
import { lookOf } from '../cells.ts';
import { protectedFlag } from '../emulator/inside.ts';
import type { Inside } from '../emulator/inside.ts';
import type { Links } from '../emulator/links.ts';

/** The parameters that set a colour; `base` is 30 for text, 40 for the background, 50 for underlines. */
function colourCodes(colour: Colour, base: 30 | 40 | 50): string[] {
  if (colour < 0) return [];
  if (colour >= 0x1000000) return [`${base + 8}:2::${(colour >> 16) & 0xff}:${(colour >> 8) & 0xff}:${colour & 0xff}`];
  if (base === 50 || colour >= 16) return [`${base + 8}:5:${colour}`];
  return [String(colour < 8 ? base + colour : base + 52 + colour)];
}

/** The SGR parameters that set exactly this look, from any look before. */
export function sgrParameters(look: Look): string {
  const codes = ['0'];
  for (const [bit, code] of attributeSgr) {
    if ((look.attributes & bit) === 0) continue;
    codes.push(bit === attribute.underline && look.underline !== undefined ? `4:${look.underline}` : String(code));
  }
  codes.push(...colourCodes(look.fg, 30), ...colourCodes(look.bg, 40), ...colourCodes(look.underlineColour ?? -1, 50));
  return codes.join(';');
}

const shapes = { block: 2, underline: 4, bar: 6 } as const;

/** The cursor's shape as the program set it (DECSCUSR); undefined: the terminal's own. */
export function cursorShape(inside: Inside): CursorShape | undefined {
  const { cursorStyle, cursorBlink } = inside.coreService.decPrivateModes;
  if (cursorStyle === undefined) return undefined;
  const steady = shapes[cursorStyle];
  return cursorBlink === true ? blinking[steady] : steady;
}

const blinking = { 2: 1, 4: 3, 6: 5 } as const;

/** Answers DECRQSS (`DCS $ q`): how a setting is set. xterm's own answer knows neither the pen nor the cursor's shape. */
export function answerSettings(
  terminal: Terminal,
  { inside, links, reply }: { inside: Inside; links: Links; reply: (answer: string) => void },
): void {
  const settings: Readonly<Record<string, () => string>> = {
    m: () => sgrParameters(lookOf(inside['_inputHandler']['_curAttrData'], links)),
    r: () => `${inside.buffers.active.scrollTop + 1};${inside.buffers.active.scrollBottom + 1}`,
    t: () => String(Math.max(24, terminal.rows)),
    ' q': () => String(cursorShape(inside) ?? 0),
    '"p': () => '61;1',
    '"q': () => ((inside['_inputHandler']['_curAttrData'].bg & protectedFlag) === 0 ? '0' : '1'),
  };
  terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, (what) => {
    const tell = Object.hasOwn(settings, what) ? settings[what] : undefined;
    reply(tell === undefined ? '\x1bP0$r\x1b\\' : `\x1bP1$r${tell()}${what}\x1b\\`);
    return true;
  });
}
