import { inflateSync } from 'node:zlib';
import { type Decoded, mostPixels } from './bitmap.ts';

/** What a PNG's header and its small chunks say. */
interface Png {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: Colour;
  readonly interlaced: boolean;
  readonly palette: Uint8Array;
  /** The chunk tRNS; empty without one. */
  readonly transparent: Uint8Array;
  readonly data: readonly Uint8Array[];
}

const colours = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;
type Colour = (typeof colours)[keyof typeof colours];
const samplesOf: Readonly<Record<Colour, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Readonly<Record<Colour, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Where the pixels of each pass begin and how far apart they are: x, y, x step, y step (Adam7). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * The pixels of a PNG. Written for files that nobody vouches for: what is inflated is bounded by what the header says, and
 * that by `mostPixels`. Never throws.
 */
export function decodePng(bytes: Uint8Array): Decoded {
  const png = readChunks(bytes);
  if (typeof png === 'string') return { kind: 'refused', why: png };
  const rows = png.interlaced ? passes : ([[0, 0, 1, 1]] as const);
  const sizes = rows.map(([x, y, stepX, stepY]) => ({
    columns: Math.ceil((png.width - x) / stepX),
    rows: Math.ceil((png.height - y) / stepY),
  }));
  const bits = png.depth * samplesOf[png.colour];
  const lineBytes = (columns: number): number => Math.ceil((columns * bits) / 8);
  const whole = sizes.reduce((sum, { columns, rows: lines }) => {
    return sum + (columns <= 0 || lines <= 0 ? 0 : (lineBytes(columns) + 1) * lines);
  }, 0);
  const raw = inflate(png.data, whole);
  if (raw === null || raw.length < whole) return { kind: 'refused', why: 'the PNG is damaged or cut off' };
  const rgba = new Uint8Array(png.width * png.height * 4);
  let at = 0;
  for (const [pass, [x, y, stepX, stepY]] of rows.entries()) {
    const { columns = 0, rows: lines = 0 } = sizes[pass] ?? {};
    if (columns <= 0 || lines <= 0) continue;
    const length = lineBytes(columns);
    let above: Uint8Array = new Uint8Array(length);
    for (let line = 0; line < lines; line++) {
      const filter = raw[at] ?? 0;
      const own = raw.subarray(at + 1, at + 1 + length);
      if (!unfilter(own, above, { filter, step: Math.max(1, bits >> 3) }))
        return { kind: 'refused', why: 'the PNG is damaged' };
      for (let column = 0; column < columns; column++) {
        const to = ((y + line * stepY) * png.width + x + column * stepX) * 4;
        putPixel(png, own, { column, rgba, to });
      }
      above = own;
      at += 1 + length;
    }
  }
  return { kind: 'picture', bitmap: { width: png.width, height: png.height, rgba } };
}

function readChunks(bytes: Uint8Array): Png | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Pick<Png, 'width' | 'height' | 'depth' | 'colour' | 'interlaced'> | null = null;
  let palette = new Uint8Array();
  let transparent = new Uint8Array();
  const data: Uint8Array[] = [];
  for (let at = 8; at + 8 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.slice(at + 8, at + 8 + length);
    if (name === 'IHDR') {
      if (body.length < 13) return 'the PNG is damaged: its header is too short';
      const [depth = 0, type = 0, , , interlace = 0] = body.subarray(8);
      const colour = Object.values(colours).find((each) => each === type);
      if (colour === undefined || !depthsOf[colour].includes(depth) || interlace > 1)
        return 'the PNG is damaged: its header names no kind of picture';
      header = {
        width: view.getUint32(at + 8),
        height: view.getUint32(at + 12),
        depth,
        colour,
        interlaced: interlace === 1,
      };
    } else if (name === 'PLTE') palette = body;
    else if (name === 'tRNS') transparent = body;
    else if (name === 'IDAT') data.push(body);
    else if (name === 'IEND') break;
    at += 12 + length;
  }
  if (header === null) return 'the PNG is damaged: it has no header';
  const { width, height } = header;
  if (width === 0 || height === 0) return 'the PNG is damaged: it has no pixels';
  if (width * height > mostPixels) return `it has ${Math.round((width * height) / 1e6)} megapixels, too many to decode`;
  return { ...header, palette, transparent, data };
}

/** At most so many bytes; null where they are no deflated stream. */
function inflate(data: readonly Uint8Array[], length: number): Uint8Array | null {
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength: length + 1 });
  } catch {
    return null;
  }
}

/** Undoes what a line was filtered with, in place; false for a filter that does not exist. */
function unfilter(own: Uint8Array, above: Uint8Array, { filter, step }: { filter: number; step: number }): boolean {
  if (filter > 4) return false;
  if (filter === 0) return true;
  for (let at = 0; at < own.length; at++) {
    const left = at >= step ? (own[at - step] ?? 0) : 0;
    const up = above[at] ?? 0;
    const corner = at >= step ? (above[at - step] ?? 0) : 0;
    const guess = [0, left, up, (left + up) >> 1, filter === 4 ? paeth(left, up, corner) : 0][filter] ?? 0;
    own[at] = (own[at] ?? 0) + guess;
  }
  return true;
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function putPixel(
  png: Png,
  line: Uint8Array,
  { column, rgba, to }: { column: number; rgba: Uint8Array; to: number },
): void {
  const { colour, depth, palette, transparent } = png;
  const count = samplesOf[colour];
  const sample = (index: number): number => sampleAt(line, column * count + index, depth);
  const full = (value: number): number => (depth === 16 ? value >> 8 : (value * 255) / ((1 << depth) - 1));
  /** One colour may be named that is not seen. */
  const isHidden = (...values: number[]): boolean =>
    transparent.length >= values.length * 2 &&
    values.every((value, index) => value === (transparent[index * 2] ?? 0) * 256 + (transparent[index * 2 + 1] ?? 0));
  switch (colour) {
    case colours.grey:
    case colours.greyAlpha: {
      const grey = full(sample(0));
      rgba[to] = rgba[to + 1] = rgba[to + 2] = grey;
      rgba[to + 3] = colour === colours.greyAlpha ? full(sample(1)) : isHidden(sample(0)) ? 0 : 255;
      return;
    }
    case colours.palette: {
      const index = sample(0);
      rgba.set(palette.subarray(index * 3, index * 3 + 3), to);
      rgba[to + 3] = transparent[index] ?? 255;
      return;
    }
    case colours.rgb:
    case colours.rgba: {
      for (let index = 0; index < 3; index++) rgba[to + index] = full(sample(index));
      const hidden = colour === colours.rgb && isHidden(sample(0), sample(1), sample(2));
      rgba[to + 3] = colour === colours.rgba ? full(sample(3)) : hidden ? 0 : 255;
    }
  }
}

function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] ?? 0;
  if (depth === 16) return (line[index * 2] ?? 0) * 256 + (line[index * 2 + 1] ?? 0);
  const bit = index * depth;
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}
