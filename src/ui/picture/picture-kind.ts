/** What a picture file says of itself in its first bytes. */
export interface PictureKind {
  readonly format: 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP';
  /** Pixels; null where they are not said, or not found. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

const extensions = /\.(?:png|apng|jpe?g|gif|webp|bmp)$/i;

/** Whether a file is a picture by its name. */
export function isPictureName(path: string): boolean {
  return extensions.test(path);
}

/** What kind of picture these bytes are; null when they are none that is known. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  const sized = (format: PictureKind['format'], width: number, height: number): PictureKind => ({
    format,
    size: width > 0 && height > 0 ? { width, height } : null,
  });
  if (text(0, 8) === '\x89PNG\r\n\x1a\n' && bytes.length >= 24)
    return sized('PNG', view.getUint32(16), view.getUint32(20));
  if (/^GIF8[79]a$/.test(text(0, 6)) && bytes.length >= 10)
    return sized('GIF', view.getUint16(6, true), view.getUint16(8, true));
  if (text(0, 2) === 'BM' && bytes.length >= 26)
    return sized('BMP', view.getInt32(18, true), Math.abs(view.getInt32(22, true)));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return { format: 'WebP', size: webpSize(view, text(12, 16)) };
  if (text(0, 3) === '\xff\xd8\xff') return { format: 'JPEG', size: jpegSize(view) };
  return null;
}

function webpSize(view: DataView, chunk: string): PictureKind['size'] {
  if (view.byteLength < 30) return null;
  const three = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
  if (chunk === 'VP8X') return { width: three(24) + 1, height: three(27) + 1 };
  if (chunk === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk !== 'VP8L') return null;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

/** The size stands in the frame header, behind segments of which each says how long it is. */
function jpegSize(view: DataView): PictureKind['size'] {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
