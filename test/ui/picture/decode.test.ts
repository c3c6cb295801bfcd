import * as fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encode as encodeJpeg } from 'jpeg-js';
import { shrink } from '../../../src/ui/picture/bitmap.ts';
import { decodeElsewhere } from '../../../src/ui/picture/decode-elsewhere.ts';
import { decodePicture } from '../../../src/ui/picture/decode-picture.ts';
import { decodePng } from '../../../src/ui/picture/decode-png.ts';
import { pictureKind } from '../../../src/ui/picture/picture-kind.ts';
import { type PngParts, chunk, madePng } from './made-png.ts';

const size = { width: 11, height: 9 };

/** The colour of the pixel at x, y; throws where there is no picture. */
function pixel(bytes: Uint8Array, x: number, y: number): number[] {
  const found = decodePng(bytes);
  if (found.kind === 'refused') throw new Error(found.why);
  const { width, rgba } = found.bitmap;
  return [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/** Few values and no order in them: neighbours are often equally near. */
function noise(x: number, y: number): number[] {
  return [1, 2, 3, 5].map((seed) => Math.imul(x * 31 + y * 17 + seed, 0x9e3779b1) >>> 30);
}

const kinds: readonly (readonly [string, Omit<PngParts, 'width' | 'height'>, (x: number, y: number) => number[]])[] = [
  ['rgba', { depth: 8, colour: 6, at: (x, y) => [x * 9, y * 9, 200, x + y] }, (x, y) => [x * 9, y * 9, 200, x + y]],
  ['noise', { depth: 8, colour: 6, at: noise }, noise],
  ['rgb', { depth: 8, colour: 2, at: (x, y) => [x, y, 77] }, (x, y) => [x, y, 77, 255]],
  ['rgb of 16 bits', { depth: 16, colour: 2, at: (x, y) => [x * 256 + 9, y * 256, 65535] }, (x, y) => [x, y, 255, 255]],
  ['grey', { depth: 8, colour: 0, at: (x) => [x * 20] }, (x) => [x * 20, x * 20, x * 20, 255]],
  [
    'grey of 1 bit',
    { depth: 1, colour: 0, at: (x, y) => [(x + y) & 1] },
    (x, y) => [...Array<number>(3).fill(((x + y) & 1) * 255), 255],
  ],
  ['grey of 4 bits', { depth: 4, colour: 0, at: (x) => [x] }, (x) => [x * 17, x * 17, x * 17, 255]],
  ['grey with alpha', { depth: 8, colour: 4, at: (x, y) => [x, y] }, (x, y) => [x, x, x, y]],
  [
    'palette with transparency',
    {
      depth: 2,
      colour: 3,
      at: (x) => [x & 3],
      palette: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      transparent: [0, 128],
    },
    (x) => [1 + (x & 3) * 3, 2 + (x & 3) * 3, 3 + (x & 3) * 3, [0, 128, 255, 255][x & 3] ?? 0],
  ],
  [
    'one hidden colour',
    { depth: 8, colour: 2, at: (x) => [x, 1, 1], transparent: [0, 4, 0, 1, 0, 1] },
    (x) => [x, 1, 1, x === 4 ? 0 : 255],
  ],
];

test.each(kinds)('%s, with every filter, interlaced and not', (_, parts, expected) => {
  for (const filter of [0, 1, 2, 3, 4]) {
    for (const interlaced of [false, true]) {
      const bytes = madePng({ ...size, ...parts, filter, interlaced });
      for (let y = 0; y < size.height; y++) {
        for (let x = 0; x < size.width; x++) expect(pixel(bytes, x, y)).toEqual(expected(x, y));
      }
    }
  }
});

function header(width: number, height: number): Buffer {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.set([8, 6, 0, 0, 0], 8);
  return chunk('IHDR', body);
}

const good = madePng({ width: 40, height: 30, depth: 8, colour: 6, at: (x, y) => [x, y, 1, 255], filter: 4 });
const photo = encodeJpeg({ width: 40, height: 30, data: Buffer.alloc(40 * 30 * 4, 120) }, 80).data;

test('whatever the bytes are, there is a picture or a sentence', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(fc.constantFrom(good, photo), fc.integer({ min: 0, max: 4000 }))
      .map(([whole, end]) => whole.subarray(0, end)),
    fc
      .tuple(fc.constantFrom(good, photo), fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 9 }))
      .map(([whole, changes]) => {
        const broken = new Uint8Array(whole);
        for (const [at, value] of changes) broken[at % broken.length] = value;
        return broken;
      }),
  );
  fc.assert(
    fc.property(bytes, (given) => {
      const found = decodePicture(given);
      if (found.kind === 'refused') expect(found.why).toMatch(/^\S.{5,}$/);
      else expect(found.bitmap.rgba).toHaveLength(found.bitmap.width * found.bitmap.height * 4);
    }),
    { numRuns: 400 },
  );
});

test('a small file that claims or holds far too much is refused before it takes the memory', () => {
  const signature = good.subarray(0, 8);
  const claims = Buffer.concat([signature, header(60_000, 60_000), chunk('IDAT', deflateSync(Buffer.alloc(10)))]);
  expect(decodePng(claims)).toEqual({ kind: 'refused', why: 'it has 3600 megapixels, too many to decode' });
  const holds = Buffer.concat([signature, header(4, 4), chunk('IDAT', deflateSync(Buffer.alloc(50_000_000)))]);
  expect(decodePng(holds)).toEqual({ kind: 'refused', why: 'the PNG is damaged or cut off' });
});

test('format and size are told of pictures that are not decoded, too', () => {
  const webp = Buffer.concat([Buffer.from('RIFF....WEBPVP8X'), Buffer.alloc(8), Buffer.from([79, 1, 0, 39, 0, 0])]);
  expect(pictureKind(webp)).toEqual({ format: 'WebP', size: { width: 336, height: 40 } });
  expect(pictureKind(Buffer.from('GIF89a\x20\x03\x58\x02', 'latin1'))).toEqual({
    format: 'GIF',
    size: { width: 800, height: 600 },
  });
  expect(pictureKind(photo)).toEqual({ format: 'JPEG', size: { width: 40, height: 30 } });
  expect(pictureKind(good)).toEqual({ format: 'PNG', size: { width: 40, height: 30 } });
  expect(pictureKind(Buffer.from('text'))).toBeNull();
  expect(decodePicture(webp)).toEqual({ kind: 'refused', why: 'WebP pictures are only named here: O opens it' });
});

test('a JPEG has its colours', () => {
  const found = decodePicture(photo);
  expect(found.kind === 'picture' && [...found.bitmap.rgba.subarray(0, 4)]).toEqual([120, 120, 120, 255]);
});

test('what is made smaller is the mean of what was there, and nothing of what was not seen', () => {
  const rgba = new Uint8Array([255, 0, 0, 255, 0, 0, 255, 255, 9, 9, 9, 0, 0, 200, 0, 255]);
  expect([...shrink({ width: 4, height: 1, rgba }, { width: 2, height: 1 }).rgba]).toEqual([
    128, 0, 128, 255, 0, 200, 0, 128,
  ]);
});

test('a picture is decoded in a thread of its own', async () => {
  const found = await decodeElsewhere(new Uint8Array(good));
  expect(found).toMatchObject({ kind: 'picture', bitmap: { width: 40, height: 30 } });
  expect(await decodeElsewhere(new Uint8Array(good.subarray(0, 60)))).toEqual({
    kind: 'refused',
    why: 'the PNG is damaged or cut off',
  });
});
