import type { Bitmap } from '../picture/bitmap.ts';
import { type PictureKind, isPictureName } from '../picture/picture-kind.ts';
import { isFolded, selectedFile } from './review-content.ts';
import type { ReviewState } from './review-model.ts';

/** Where a picture comes from: one version of a changed file, or a file that was handed in. */
export type PictureSource =
  | { readonly kind: 'version'; readonly path: string; readonly side: 'old' | 'new' }
  | { readonly kind: 'evidence'; readonly name: string; readonly round: number };

/** A picture on its way; `bitmap` null: it can't be shown, `why` says so. */
export type PictureState =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'loaded';
      readonly bytes: number;
      readonly is: PictureKind | null;
      readonly bitmap: Bitmap | null;
      readonly why: string | null;
    }
  | { readonly kind: 'failed'; readonly why: string };

/** What happens to pictures. */
export type PictureAction =
  | { readonly type: 'image-requested'; readonly source: PictureSource }
  | { readonly type: 'image-loaded'; readonly source: PictureSource; readonly found: PictureState }
  | { readonly type: 'image-failed'; readonly source: PictureSource; readonly why: string };

/** Pictures that are kept: each may take a few megabytes. */
const kept = 8;

/** Under which a picture is kept. */
export function pictureKey(source: PictureSource): string {
  return source.kind === 'version' ? `${source.side} ${source.path}` : `evidence ${source.round} ${source.name}`;
}

/** The pictures of the present page: none where it shows something else. */
export function picturesHere(state: ReviewState): readonly PictureSource[] {
  if (state.page === 'log') {
    const source = state.logSources[state.log];
    if (source?.kind !== 'evidence' || source.file.kind !== 'image') return [];
    return [{ kind: 'evidence', name: source.file.name, round: source.file.round }];
  }
  const file = selectedFile(state)?.file;
  if (state.page !== 'diff' || file === undefined || file.added !== null || isFolded(state, file.path)) return [];
  const { path, from, status } = file;
  if (!isPictureName(path) && !isPictureName(from ?? '')) return [];
  const sides =
    status === 'added' ? (['new'] as const) : status === 'deleted' ? (['old'] as const) : (['old', 'new'] as const);
  return sides.map((side) => ({ kind: 'version', path, side }));
}

/** Whether every picture of the page has come, or can't. */
export function arePicturesThere(state: ReviewState): boolean {
  return picturesHere(state).every(
    (source) => (state.pictures.get(pictureKey(source))?.kind ?? 'loading') !== 'loading',
  );
}

/** Pictures that the caller should load now. */
export function wantedPictures(state: ReviewState): readonly PictureSource[] {
  if (state.outdated) return [];
  return picturesHere(state).filter((source) => !state.pictures.has(pictureKey(source)));
}

/** What becomes of the view when something happens to a picture. */
export function stepPictures(state: ReviewState, action: PictureAction): ReviewState {
  const key = pictureKey(action.source);
  const pictures = new Map(state.pictures);
  // What came last is kept longest.
  pictures.delete(key);
  switch (action.type) {
    case 'image-requested':
      pictures.set(key, { kind: 'loading' });
      break;
    case 'image-loaded':
      pictures.set(key, action.found);
      break;
    case 'image-failed':
      pictures.set(key, { kind: 'failed', why: action.why });
  }
  for (const oldest of pictures.keys()) {
    if (pictures.size <= kept) break;
    pictures.delete(oldest);
  }
  return { ...state, pictures };
}
