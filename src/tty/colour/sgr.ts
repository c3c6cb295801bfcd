import { attributeSgr, type Colour } from '../../core/picture.ts';
import { nearestOf16, nearestOf256, paletteColour, type ColourDepth } from './colour-depth.ts';

/** The look of a cell. */
export interface Look {
  readonly fg: Colour;
  readonly bg: Colour;
  readonly attributes: number;
}

/** The look after a reset. */
export const plainLook: Look = { fg: -1, bg: -1, attributes: 0 };

const trueColour = 0x1000000;

/** The shortest sequence that takes the terminal from one look to another, '' when they show the same. */
export function sgr(from: Look, to: Look, depth: ColourDepth): string {
  const removed = from.attributes & ~to.attributes;
  const fg = colourCodes(to.fg, 30, depth);
  const bg = colourCodes(to.bg, 40, depth);
  const fgChanged = fg !== colourCodes(from.fg, 30, depth);
  const bgChanged = bg !== colourCodes(from.bg, 40, depth);
  if (removed === 0) {
    const codes = onList(to.attributes & ~from.attributes);
    if (fgChanged) codes.push(fg);
    if (bgChanged) codes.push(bg);
    return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
  }
  // An attribute goes by a reset: single off-codes differ between terminals (21, 22), a reset is the same everywhere.
  const codes = ['', ...onList(to.attributes)];
  if (fg !== '39') codes.push(fg);
  if (bg !== '49') codes.push(bg);
  return `\x1b[${codes.join(';')}m`;
}

function onList(attributes: number): string[] {
  const codes: string[] = [];
  if (attributes === 0) return codes;
  for (const [bit, on] of attributeSgr) if (attributes & bit) codes.push(String(on));
  return codes;
}

/** The code of a colour; `base` is 30 for the foreground, 40 for the background. */
function colourCodes(colour: Colour, base: 30 | 40, depth: ColourDepth): string {
  if (colour < 0 || depth === 'none') return String(base + 9);
  let index = colour;
  if (colour >= trueColour) {
    const rgb = colour - trueColour;
    if (depth === 'truecolor') return `${base + 8};2;${rgb >> 16};${(rgb >> 8) & 255};${rgb & 255}`;
    index = depth === '256' ? nearestOf256(rgb) : nearestOf16(rgb);
  } else if (depth === '16' && colour >= 16) index = nearestOf16(paletteColour(colour));
  if (index < 8) return String(base + index);
  return index < 16 ? String(base + 52 + index) : `${base + 8};5;${index}`;
}
