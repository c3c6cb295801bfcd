import { paletteColour } from '../../core/palette.ts';

/** How many colours the terminal gets. */
export type ColourDepth = 'truecolor' | '256' | '16' | 'none';

/** The parts of the environment that decide about colours. */
export type ColourEnvironment = Readonly<Record<string, string | undefined>>;

/** The colours that the environment promises; NO_COLOR wins over everything. */
export function colourDepth(env: ColourEnvironment): ColourDepth {
  if (env['NO_COLOR']) return 'none';
  const term = env['TERM'] ?? '';
  if (/^vt\d/.test(term)) return 'none';
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '')) return 'truecolor';
  if (/-direct$|^(xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/.test(term)) return 'truecolor';
  return term.includes('256color') ? '256' : '16';
}

/** The palette entry of the 256 that is nearest to an 0xRRGGBB colour; the first 16, which themes move, are left out. */
export function nearestOf256(rgb: number): number {
  const [red, green, blue] = [nearestChannel(rgb >> 16), nearestChannel((rgb >> 8) & 255), nearestChannel(rgb & 255)];
  const cube = 16 + 36 * red + 6 * green + blue;
  const mean = (((rgb >> 16) & 255) + ((rgb >> 8) & 255) + (rgb & 255)) / 3;
  const grey = 232 + Math.min(23, Math.max(0, Math.round((mean - 8) / 10)));
  return distance(rgb, paletteColour(grey)) < distance(rgb, paletteColour(cube)) ? grey : cube;
}

/** The entry of the basic 16 that is nearest to an 0xRRGGBB colour. */
export function nearestOf16(rgb: number): number {
  let best = 0;
  for (let index = 1; index < 16; index++) {
    if (distance(rgb, paletteColour(index)) < distance(rgb, paletteColour(best))) best = index;
  }
  return best;
}

function nearestChannel(value: number): number {
  const level = value & 255;
  return level < 48 ? 0 : level < 115 ? 1 : Math.min(5, Math.floor((level - 35) / 40));
}

function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}
