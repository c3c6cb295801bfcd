import { attribute, attributeSgr, type Colour, type Look } from '../../core/picture.ts';
import { paletteColour } from '../../core/palette.ts';
import { nearestOf16, nearestOf256, type ColourDepth } from './colour-depth.ts';

const trueColour = 0x1000000;

/** Whether a terminal of this depth is given links and lines of special kinds: older ones may print them as text. */
export function isModern(depth: ColourDepth): boolean {
  return depth === '256' || depth === 'truecolor';
}

/** The shortest sequence that takes the terminal from one look to another, '' when they show the same. Links apart. */
export function sgr(from: Look, to: Look, depth: ColourDepth): string {
  const before = shownAs(from, depth);
  const after = shownAs(to, depth);
  // An attribute goes by a reset: single off-codes differ between terminals (21, 22), a reset is the same everywhere.
  const reset = (from.attributes & ~to.attributes) !== 0 || (before.lineColour !== '' && after.lineColour === '');
  const codes = reset ? [''] : [];
  const on = reset ? to.attributes : to.attributes & ~from.attributes;
  const line = after.line !== '' && (reset || after.line !== before.line);
  if (on !== 0 || line) {
    for (const [bit, code] of attributeSgr) {
      if (bit === attribute.underline ? line : on & bit)
        codes.push(bit === attribute.underline ? after.line : String(code));
    }
  }
  if (reset ? after.fg !== '39' : after.fg !== before.fg) codes.push(after.fg);
  if (reset ? after.bg !== '49' : after.bg !== before.bg) codes.push(after.bg);
  if (after.lineColour !== '' && (reset || after.lineColour !== before.lineColour)) codes.push(after.lineColour);
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}

function shownAs(look: Look, depth: ColourDepth) {
  const { underline, underlineColour } = look;
  const underlined = (look.attributes & attribute.underline) !== 0;
  const special = underlined && isModern(depth);
  return {
    fg: colourCodes(look.fg, 30, depth),
    bg: colourCodes(look.bg, 40, depth),
    line: special && underline !== undefined ? `4:${underline}` : underlined ? '4' : '',
    lineColour: special && underlineColour !== undefined ? lineColourCodes(underlineColour, depth) : '',
  };
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

/** With colons: a terminal that does not know the code must not take its parts for codes of their own. */
function lineColourCodes(colour: Colour, depth: ColourDepth): string {
  if (colour < trueColour) return `58:5:${colour}`;
  const rgb = colour - trueColour;
  return depth === '256' ? `58:5:${nearestOf256(rgb)}` : `58:2::${rgb >> 16}:${(rgb >> 8) & 255}:${rgb & 255}`;
}
