import { type LineKind, type Patch, lineKinds } from './patch.ts';

const carriageReturn = 0x0d;
/** Characters that make a line read in another order than it is stored: "Trojan source". */
const reordering = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** Controls that are no tab and no part of a line's end. */
const control = /(?![\t\n\r])\p{Cc}/u;
const replacement = '\ufffd';

interface Ends {
  readonly crlf: number;
  readonly lf: number;
}

interface Told {
  readonly warnings: readonly string[];
  readonly facts: readonly string[];
}

const known = new WeakMap<Patch, Told>();

/** What a patch holds that a terminal, or a reader, would be misled by; a few words each. */
export function patchWarnings(patch: Patch): readonly string[] {
  return toldOf(patch).warnings;
}

/** What should be known of a patch as a whole and is easily overlooked in its lines; a few words each. */
export function patchFacts(patch: Patch): readonly string[] {
  return toldOf(patch).facts;
}

function toldOf(patch: Patch): Told {
  const told = known.get(patch) ?? {
    warnings: findWarnings(patch),
    facts: [...endFacts(patch), ...modeFacts(patch), ...emptyFacts(patch), ...byteFacts(patch)],
  };
  known.set(patch, told);
  return told;
}

function findWarnings(patch: Patch): readonly string[] {
  const ordered = linesWith(patch, reordering);
  const controls = linesWith(patch, control);
  return [
    ...(ordered === 0 ? [] : [`${countLines(ordered)} with marks that reorder text, shown as <U+...>`]),
    ...(controls === 0 ? [] : [`${countLines(controls)} with control characters, shown as ^X`]),
  ];
}

function linesWith(patch: Patch, pattern: RegExp): number {
  // Most patches have none, and one look at the whole text says so.
  if (!pattern.test(patch.text)) return 0;
  let lines = 0;
  for (let at = 0; at < patch.count; at++) {
    if (pattern.test(patch.text.slice(patch.starts[at], patch.ends[at]))) lines += 1;
  }
  return lines;
}

function countLines(lines: number): string {
  return `${lines} ${lines === 1 ? 'line' : 'lines'}`;
}

/** A file may change without a line that does. */
function emptyFacts(patch: Patch): readonly string[] {
  const [file] = patch.files;
  if (file === undefined || patch.files.length > 1 || patch.hunks.length > 0 || file.binary) return [];
  if (file.from === null) return ['a new file without content'];
  if (file.to === null) return ['a deleted file without content'];
  return file.from === file.to ? [] : ['renamed, no line changed'];
}

/** How the lines of both versions end, as far as the patch shows them. */
function endFacts(patch: Patch): readonly string[] {
  const old = endsOf(patch, 'removed');
  const now = endsOf(patch, 'added');
  if (old.crlf + now.crlf === 0) return [];
  const [before, after] = [endWord(old), endWord(now)];
  if (before === after || before === '' || after === '') return [`line ends: ${after || before}`];
  return [`line ends change: ${before} to ${after}`];
}

function endsOf(patch: Patch, own: LineKind): Ends {
  let crlf = 0;
  let lf = 0;
  for (let at = 0; at < patch.count; at++) {
    const kind = lineKinds[patch.kinds[at] ?? -1];
    if (kind !== own && kind !== 'context') continue;
    const end = patch.ends[at] ?? 0;
    if (end > (patch.starts[at] ?? 0) && patch.text.charCodeAt(end - 1) === carriageReturn) crlf += 1;
    else lf += 1;
  }
  return { crlf, lf };
}

function endWord({ crlf, lf }: Ends): string {
  if (crlf === 0) return lf === 0 ? '' : 'LF';
  return lf === 0 ? 'CRLF' : 'CRLF and LF mixed';
}

/** What the modes in the header mean. */
function modeFacts(patch: Patch): readonly string[] {
  const facts: string[] = [];
  const mode = (name: string): string | undefined => new RegExp(`^${name} mode (\\d+)$`, 'm').exec(header(patch))?.[1];
  const [before, after] = [mode('old'), mode('new')];
  if (before === '100644' && after === '100755') facts.push('made executable');
  if (before === '100755' && after === '100644') facts.push('no longer executable');
  const only = mode('new file') ?? mode('deleted file');
  if (only === '100755') facts.push('executable');
  const kept = /^index \S+ (\d+)$/m.exec(header(patch))?.[1];
  if (only === '120000' || kept === '120000') facts.push('a symbolic link: its text is where it leads');
  if (only === '160000' || kept === '160000') facts.push('a submodule: its text is the commit it stands on');
  return facts;
}

function header(patch: Patch): string {
  const hunk = patch.text.indexOf('\n@@ ');
  return hunk === -1 ? patch.text.slice(0, 4000) : patch.text.slice(0, hunk + 1);
}

function byteFacts(patch: Patch): readonly string[] {
  return patch.text.includes(replacement) ? ['holds bytes that are not UTF-8, shown as \ufffd'] : [];
}
