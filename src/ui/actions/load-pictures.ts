import { shortBytes } from '../../core/words/short-bytes.ts';
import { decodeElsewhere } from '../picture/decode-elsewhere.ts';
import { pictureKind } from '../picture/picture-kind.ts';
import type { PictureAction, PictureSource, PictureState } from '../review/review-pictures.ts';
import type { Dashboard } from './dashboard.ts';

/** Larger files are only named, bytes. */
const pictureLimit = 16 * 1024 * 1024;

/** Fetches a picture of the session and decodes it, away from what a person types; what can't be shown says why. */
export async function loadPicture(
  { link }: Pick<Dashboard, 'link'>,
  { session, source }: { session: number; source: PictureSource },
): Promise<PictureAction> {
  const limit = pictureLimit;
  const { size, bytes } =
    source.kind === 'version'
      ? await link.request('session/file', { session, path: source.path, side: source.side, limit })
      : await link.request('session/evidence-file', { session, name: source.name, round: source.round, limit });
  return { type: 'image-loaded', source, found: await decoded(size, bytes) };
}

async function decoded(size: number, base64: string | null): Promise<PictureState> {
  if (base64 === null) {
    const why = `too large to show, more than ${shortBytes(pictureLimit)}: O opens it`;
    return { kind: 'loaded', bytes: size, is: null, bitmap: null, why };
  }
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const is = pictureKind(bytes);
  const found = await decodeElsewhere(bytes);
  if (found.kind === 'refused') return { kind: 'loaded', bytes: size, is, bitmap: null, why: found.why };
  return { kind: 'loaded', bytes: size, is, bitmap: found.bitmap, why: null };
}
