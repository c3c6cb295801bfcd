import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FileChange, FileVersion } from '../../../src/gate/findings/change.ts';

/** A public repository's history, read by plain git: with a work tree or without one. */
export interface History {
  readonly name: string;
  readonly commits: readonly string[];
}

/** What is larger is read by no detector. */
const largestText = 1_000_000;
const most = 1 << 30;

/** The last first-parent commits that have a parent, newest first. */
export function historyOf(path: string, count: number): History {
  const listed = git(path, ['log', '--first-parent', '--format=%H %P', `-n${count}`])
    .toString()
    .trim()
    .split('\n');
  const commits = listed.filter((line) => line.includes(' ')).map((line) => line.slice(0, line.indexOf(' ')));
  const name =
    path
      .replace(/\/+(?:repo|\.git)?\/*$/, '')
      .split('/')
      .at(-1) ?? path;
  return { name, commits };
}

/** What a commit changed from its first parent. */
export function changesOf(path: string, commit: string): FileChange[] {
  const raw = git(path, ['diff-tree', '-r', '-z', '-M', '--raw', '--no-commit-id', `${commit}^1`, commit]).toString();
  const fields = raw.split('\0');
  const entries: { readonly meta: string[]; readonly from: string; readonly to: string }[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const meta = (fields[at] ?? '').slice(1).split(' ');
    const moved = /^[RC]/.test(meta[4] ?? '');
    const from = fields[at + 1] ?? '';
    entries.push({ meta, from, to: moved ? (fields[at + 2] ?? '') : from });
    at += moved ? 3 : 2;
  }
  const texts = textsOf(
    path,
    entries.flatMap(({ meta }) => [meta[2] ?? '', meta[3] ?? '']),
  );
  return entries.map(({ meta: [oldMode = '', mode = '', oldId = '', id = ''], from, to }) => ({
    path: to,
    oldPath: from === to ? null : from,
    before: version({ mode: oldMode, id: oldId }, texts),
    after: version({ mode, id }, texts),
  }));
}

/** Every file of the newest commit that a pattern fits, with its text. */
export function filesOf(path: string, pattern: RegExp): FileChange[] {
  const lines = git(path, ['ls-tree', '-r', '-z', 'HEAD']).toString().split('\0');
  const entries = lines.flatMap((line) => {
    const [meta = '', file = ''] = line.split('\t');
    const [mode = '', , id = ''] = meta.split(' ');
    return pattern.test(file) ? [{ mode, id, file }] : [];
  });
  const texts = textsOf(
    path,
    entries.map(({ id }) => id),
  );
  return entries.map(({ mode, id, file }) => {
    const both = version({ mode, id }, texts);
    return { path: file, oldPath: null, before: both, after: both };
  });
}

function version({ mode, id }: { mode: string; id: string }, texts: ReadonlyMap<string, Buffer>): FileVersion | null {
  if (/^0+$/.test(mode)) return null;
  const content = texts.get(id) ?? null;
  const isText = content !== null && mode.startsWith('100') && !content.subarray(0, 8000).includes(0);
  const text = isText && content.length <= largestText ? content.toString() : null;
  return { mode, id, size: content?.length ?? null, text, linkTarget: null };
}

function textsOf(path: string, ids: readonly string[]): Map<string, Buffer> {
  const wanted = [...new Set(ids)].filter((id) => !/^0*$/.test(id));
  const texts = new Map<string, Buffer>();
  if (wanted.length === 0) return texts;
  const output = git(path, ['cat-file', '--batch'], wanted.join('\n'));
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [id = '', kind = '', size = ''] = output.subarray(at, end).toString().split(' ');
    at = end + 1;
    // `missing`: a snapshot of a repository may lack its largest files.
    if (size === '') continue;
    if (kind === 'blob') texts.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}

function git(path: string, words: readonly string[], input = ''): Buffer {
  const dir = existsSync(join(path, '.git')) ? join(path, '.git') : path;
  return execFileSync('git', ['--git-dir', dir, ...words], {
    input,
    maxBuffer: most,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}
