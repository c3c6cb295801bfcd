import { crc32, deflateSync } from 'node:zlib';

/** A PNG to be made: samples are given as numbers, row by row. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 rgb, 3 palette, 4 grey with alpha, 6 rgba. */
  readonly colour: 0 | 2 | 3 | 4 | 6;
  /** The samples of the pixel at x, y. */
  readonly at: (x: number, y: number) => readonly number[];
  readonly filter?: number;
  readonly interlaced?: boolean;
  readonly palette?: readonly number[];
  readonly transparent?: readonly number[];
}

const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The bytes of a PNG, made as simply as the format allows. */
export function madePng(parts: PngParts): Buffer {
  const { width, height, depth, colour, interlaced = false, palette, transparent } = parts;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const used = interlaced ? passes : ([[0, 0, 1, 1]] as const);
  const raw = Buffer.concat(used.map((pass) => passBytes(parts, pass)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(palette === undefined ? [] : [chunk('PLTE', Buffer.from(palette))]),
    ...(transparent === undefined ? [] : [chunk('tRNS', Buffer.from(transparent))]),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A chunk with its length and checksum. */
export function chunk(name: string, body: Buffer): Buffer {
  const framed = Buffer.concat([Buffer.alloc(4), Buffer.from(name), body, Buffer.alloc(4)]);
  framed.writeUInt32BE(body.length, 0);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
}

function passBytes(parts: PngParts, [x0, y0, stepX, stepY]: readonly [number, number, number, number]): Buffer {
  const { width, height, depth, filter = 0, at } = parts;
  const lines: Buffer[] = [];
  let above: Buffer | null = null;
  for (let y = y0; y < height; y += stepY) {
    const samples: number[] = [];
    for (let x = x0; x < width; x += stepX) samples.push(...at(x, y));
    if (samples.length === 0) return Buffer.alloc(0);
    const line = packed(samples, depth);
    const step = Math.max(1, (depth * at(0, 0).length) >> 3);
    lines.push(Buffer.from([filter]), filtered(line, above ?? Buffer.alloc(line.length), { filter, step }));
    above = line;
  }
  return Buffer.concat(lines);
}

function packed(samples: readonly number[], depth: number): Buffer {
  if (depth === 16) return Buffer.from(samples.flatMap((value) => [value >> 8, value & 255]));
  const line = Buffer.alloc(Math.ceil((samples.length * depth) / 8));
  samples.forEach((value, index) => {
    const bit = index * depth;
    line[bit >> 3] = (line[bit >> 3] ?? 0) | (value << (8 - depth - (bit & 7)));
  });
  return line;
}

function filtered(line: Buffer, above: Buffer, { filter, step }: { filter: number; step: number }): Buffer {
  return Buffer.from(
    line.map((value, index) => {
      const left = index >= step ? (line[index - step] ?? 0) : 0;
      const up = above[index] ?? 0;
      const corner = index >= step ? (above[index - step] ?? 0) : 0;
      const nearest = [left, up, corner].toSorted(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      );
      return value - ([0, left, up, (left + up) >> 1, nearest[0]][filter] ?? 0);
    }),
  );
}
