import { decode as decodeJpeg } from 'jpeg-js';
import { type Decoded, mostPixels, shrink } from './bitmap.ts';
import { decodePng } from './decode-png.ts';
import { pictureKind } from './picture-kind.ts';

/** No terminal shows more of a picture than this, and what is larger is kept in this size. */
const keptSize = { width: 1024, height: 1024 };
/** Memory for one JPEG, megabytes. */
const jpegMemory = 400;

/** The pixels of a picture file, made smaller where it is large. Never throws, whatever the bytes are. */
export function decodePicture(bytes: Uint8Array): Decoded {
  const kind = pictureKind(bytes);
  if (kind === null) return { kind: 'refused', why: 'it is no picture of a known kind' };
  const decoded = kind.format === 'PNG' ? decodePng(bytes) : kind.format === 'JPEG' ? jpeg(bytes) : null;
  if (decoded === null) return { kind: 'refused', why: `${kind.format} pictures are only named here: O opens it` };
  return decoded.kind === 'refused' ? decoded : { ...decoded, bitmap: shrink(decoded.bitmap, keptSize) };
}

function jpeg(bytes: Uint8Array): Decoded {
  try {
    const { width, height, data } = decodeJpeg(bytes, {
      useTArray: true,
      formatAsRGBA: true,
      maxResolutionInMP: mostPixels / 1e6,
      maxMemoryUsageInMB: jpegMemory,
    });
    return { kind: 'picture', bitmap: { width, height, rgba: data } };
  } catch (thrown) {
    const why = thrown instanceof Error && /limit/.test(thrown.message) ? 'too large to decode' : 'damaged or cut off';
    return { kind: 'refused', why: `the JPEG is ${why}` };
  }
}
