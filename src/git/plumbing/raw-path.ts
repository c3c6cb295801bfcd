/**
 * A path as git stores it: bytes, one character per byte (latin1). Names need not be UTF-8, so only what is shown or
 * compared with a person's globs is decoded.
 */
export type RawPath = string & { readonly raw: unique symbol };

const decoder = new TextDecoder('utf-8');
const nul = Buffer.from([0]);

/** The path as shown; bytes that are no UTF-8 become U+FFFD. */
export function readable(path: RawPath): string {
  return decoder.decode(toBytes(path));
}

/** The path's bytes, for the file system and for git's standard input. */
export function toBytes(path: RawPath): Buffer {
  return Buffer.from(path, 'latin1');
}

/** Carries text that was read as latin1 into the type. */
export function rawPath(latin1: string): RawPath {
  if (isRaw(latin1)) return latin1;
  throw new Error('a raw path has one character per byte');
}

function isRaw(text: string): text is RawPath {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}

/** The fields of git's `-z` output. */
export function splitNul(output: Buffer): RawPath[] {
  const fields = output.toString('latin1').split('\0');
  if (fields.at(-1) === '') fields.pop();
  return fields.map(rawPath);
}

/** Paths as git reads them with `-z --stdin`. */
export function joinNul(paths: Iterable<RawPath>): Buffer {
  const parts: Buffer[] = [];
  for (const path of paths) parts.push(toBytes(path), nul);
  return Buffer.concat(parts);
}

/** A path below a folder, as bytes. */
export function below(folder: string, path: RawPath): Buffer {
  return Buffer.concat([Buffer.from(folder), Buffer.from('/'), toBytes(path)]);
}

/** A pathspec that matches exactly this shown path; lost bytes match anything. */
export function pathspec(path: string): string {
  if (!path.includes('\u{FFFD}')) return `:(top,literal)${path}`;
  return `:(top,glob)${path.replaceAll(/[\\*?[]/g, '\\$&').replaceAll(/\u{FFFD}+/gu, '*')}`;
}

/** The first few paths for a sentence: `a.ts, b.ts and 3 more`. */
export function nameSome(paths: readonly string[], most = 3): string {
  const shown = paths.slice(0, most).join(', ');
  return paths.length > most ? `${shown} and ${paths.length - most} more` : shown;
}
