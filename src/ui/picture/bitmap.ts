/** A picture as pixels: red, green, blue, alpha, a byte each. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** What became of reading a picture: it, or why it can't be shown, in a few words. */
export type Decoded =
  | { readonly kind: 'picture'; readonly bitmap: Bitmap }
  | { readonly kind: 'refused'; readonly why: string };

/** Pixels that are decoded at most: four bytes each are held in memory for a moment. */
export const mostPixels = 25_000_000;

/** The picture in another size, each pixel the mean of those it stands for; never larger than it was. */
export function shrink(bitmap: Bitmap, most: { readonly width: number; readonly height: number }): Bitmap {
  const scale = Math.min(1, most.width / bitmap.width, most.height / bitmap.height);
  if (scale === 1) return bitmap;
  return resample(bitmap, {
    width: Math.max(1, Math.round(bitmap.width * scale)),
    height: Math.max(1, Math.round(bitmap.height * scale)),
  });
}

/** The picture stretched to a size; where it grows, pixels are repeated. */
export function resample(
  { width, height, rgba }: Bitmap,
  size: { readonly width: number; readonly height: number },
): Bitmap {
  const out = new Uint8Array(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++) {
    const [top, bottom] = span(y, size.height, height);
    for (let x = 0; x < size.width; x++) {
      const [left, right] = span(x, size.width, width);
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let row = top; row < bottom; row++) {
        for (let at = (row * width + left) * 4; at < (row * width + right) * 4; at += 4) {
          const weight = rgba[at + 3] ?? 0;
          // What is not seen has no colour to give.
          red += (rgba[at] ?? 0) * weight;
          green += (rgba[at + 1] ?? 0) * weight;
          blue += (rgba[at + 2] ?? 0) * weight;
          alpha += weight;
        }
      }
      const to = (y * size.width + x) * 4;
      if (alpha > 0) out.set([red / alpha, green / alpha, blue / alpha].map(Math.round), to);
      out[to + 3] = Math.round(alpha / ((bottom - top) * (right - left)));
    }
  }
  return { width: size.width, height: size.height, rgba: out };
}

/** The pixels of one direction that a pixel of the new size stands for: at least one. */
function span(at: number, now: number, before: number): readonly [number, number] {
  const from = Math.floor((at * before) / now);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * before) / now))];
}
