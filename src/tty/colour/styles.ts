import { attribute, isSafeLink } from '../../core/picture.ts';
import type { Look } from '../../core/picture.ts';

/**
 * The looks that do not fit into the three numbers of a cell: lines above and lines below of special kinds, links. They
 * are kept once, under a number that stands in the place of the cell's text colour.
 */
export type Style = Omit<Look, 'bg'>;

/** Styles kept: a program that makes endless new ones must not fill the memory; what comes later loses its style. */
const mostStyles = 65_536;
/** Characters of links kept. */
const longestLinks = 8_000_000;

const table: Style[] = [];
const numbers = new Map<string, number>();
const links = new Map<string, number>();
let linkCharacters = 0;

/** The number of a link that may be shown, the same for the same link; undefined: shown without it. */
export function linkNumber(uri: string): number | undefined {
  const known = links.get(uri);
  if (known !== undefined) return known;
  if (!isSafeLink(uri) || linkCharacters + uri.length > longestLinks) return undefined;
  linkCharacters += uri.length;
  links.set(uri, links.size + 1);
  return links.size;
}

/** The word that stands for the text colour and all that is special about a look: 0 and up a colour + 1, below a style. */
export function inkOf({ fg, attributes, underline, underlineColour, link }: Look): number {
  const overline = attributes & attribute.overline;
  if (overline === 0 && underline === undefined && underlineColour === undefined && link === undefined) return fg + 1;
  const linked = link === undefined ? undefined : linkNumber(link);
  const key = `${fg} ${overline} ${underline ?? ''} ${underlineColour ?? ''} ${linked ?? ''}`;
  let number = numbers.get(key);
  if (number === undefined) {
    if (table.length >= mostStyles) return fg + 1;
    number = table.push({
      fg,
      attributes: overline,
      ...(underline !== undefined && { underline }),
      ...(underlineColour !== undefined && { underlineColour }),
      ...(linked !== undefined && link !== undefined && { link }),
    });
    numbers.set(key, number);
  }
  return -number;
}

/** The look of a cell: its ink, its background + 1, and the attributes kept in its glyph word. */
export function lookOfInk(ink: number, background: number, attributes: number): Look {
  const style = ink < 0 ? table[-ink - 1] : undefined;
  if (style === undefined) return { fg: ink - 1, bg: background - 1, attributes };
  return { ...style, bg: background - 1, attributes: attributes | style.attributes };
}
