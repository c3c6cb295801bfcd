import type { FileChange, FileVersion } from '../../../src/gate/findings/change.ts';

/** A version of a file with this text, or as given. */
export function version(text: string | null, over: Partial<FileVersion> = {}): FileVersion {
  const id = Buffer.from(`${over.mode ?? ''}${text ?? ''}`.padEnd(20).slice(-20)).toString('hex');
  return { mode: '100644', id, size: text?.length ?? 0, text, linkTarget: null, ...over };
}

/** A change from one text to another; null where there was or is no file. */
export function change(path: string, before: string | null, after: string | null): FileChange {
  return {
    path,
    oldPath: null,
    before: before === null ? null : version(before),
    after: after === null ? null : version(after),
  };
}
