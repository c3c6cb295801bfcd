import type { Found } from '../../core/model/findings.ts';
import { changedLines } from './changed-lines.ts';
import type { ChangedLine } from './changed-lines.ts';
import type { Detector, FileChange } from './change.ts';
import { isCode, isFixture } from './paths.ts';
import { readCode } from './weakened/javascript/tokens.ts';
import { cut } from './weakened/sentences.ts';

const scripted = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
/** In a comment of JavaScript. */
const inComment =
  /@ts-(?:ignore|expect-error|nocheck)\b|\b(?:eslint|oxlint|tslint|stylelint)-disable(?:-next-line|-line)?\b[^*]*|\bbiome-ignore(?:-all|-start)?\b[^:*]*|\b(?:istanbul|c8|v8|node:coverage) (?:ignore|disable)\b[\w ]*|\bdeno-lint-ignore\b.*/;
/** By line, of the other languages. */
const inLine: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\.pyi?$/,
    /#\s*(?:type:\s*ignore(?:\[[^\]]*\])?|noqa\b(?::\s*[\w, ]+)?|pylint:\s*disable(?:-next)?=[\w,-]+|pragma:\s*no (?:cover|branch)|pyright:\s*(?:ignore\b.*|basic|strict=false)|mypy:\s*ignore-errors|ruff:\s*noqa.*|nosec\b.*)|@no_type_check\b/,
  ],
  [/\.go$/, /\/\/\s*(?:nolint\b(?::[\w,-]+)?|#nosec\b.*|lint:(?:ignore|file-ignore)\b.*)/],
  [
    /\.rs$/,
    /#!?\[(?:allow|expect)\([^\])]*\)\]?|#!?\[cfg_attr\([^\]]*\bignore\b[^\]]*\]|#\[(?:coverage\(off\)|no_coverage)\]/,
  ],
  [/\.(?:java|kt|kts|groovy)$/, /@Suppress(?:Warnings|LintErrors)?\([^)]*\)|\/\/\s*NOSONAR.*|@SuppressFBWarnings\b/],
  [/\.rb$/, /#\s*rubocop:(?:disable|todo)\s+[\w/, ]+|#\s*:nocov:|#\s*steep:ignore|#\s*typed: (?:false|ignore)/],
  [/\.cs$/, /#pragma warning disable\b.*|\[SuppressMessage\b|\[ExcludeFromCodeCoverage\b|#nullable disable/],
  [/\.php$/, /@phpstan-ignore[\w-]*|@psalm-suppress \w+|phpcs:(?:ignore|disable)\b|@codeCoverageIgnore\w*/],
  [/\.swift$/, /swiftlint:disable\b[\w: ]*/],
  [/\.(?:c|cc|cpp|h|hpp)$/, /\/\/\s*NOLINT\w*(?:\([^)]*\))?|#pragma (?:GCC|clang) diagnostic ignored.*|LCOV_EXCL_\w+/],
  [/\.dart$/, /\/\/\s*ignore(?:_for_file)?:.*/],
  [/\.scala$/, /@nowarn\b|scalafix:off/],
  [/\.exs?$/, /#\s*credo:disable\S*/],
];

/** Complaints of tools that were silenced in the code; one that only moved, within a file or between two, is no new one. */
export const detectSuppressions: Detector = (changes) => {
  const went = new Map<string, number>();
  const came: { readonly key: string; readonly found: Found }[] = [];
  for (const change of changes) {
    if (!isCode(change.path) || isFixture(change.path) || change.before?.id === change.after?.id) continue;
    const { removed, added } = changedLines(change);
    for (const { text } of silenced(change, removed, 'before')) went.set(text, (went.get(text) ?? 0) + 1);
    for (const { line, text } of silenced(change, added, 'after'))
      came.push({
        key: text,
        found: {
          rule: 'suppression-added',
          certain: true,
          file: change.path,
          line,
          side: 'candidate',
          says: `a complaint is silenced: ${cut(text)}`,
        },
      });
  }
  return came.flatMap(({ key, found }) => {
    const left = went.get(key) ?? 0;
    if (left > 0) went.set(key, left - 1);
    return left > 0 ? [] : [found];
  });
};

function silenced(
  { path, before, after }: FileChange,
  lines: readonly ChangedLine[],
  side: 'before' | 'after',
): ChangedLine[] {
  if (lines.length === 0) return [];
  if (!scripted.test(path)) {
    const pattern = inLine.find(([file]) => file.test(path))?.[1];
    return pattern === undefined
      ? []
      : lines.flatMap(({ line, text }) =>
          (pattern.exec(text)?.slice(0, 1) ?? []).map((as) => ({ line, text: evened(as) })),
        );
  }
  const text = (side === 'before' ? before : after)?.text ?? '';
  const on = new Set(lines.map(({ line }) => line));
  // Most files have none of it, and cutting one into tokens costs more than a look.
  if (!inComment.test(text) && !/\bany\b/.test(text)) return [];
  const { comments, tokens } = readCode(path, text);
  const directives = comments
    .filter(({ line }) => on.has(line))
    .flatMap(({ line, text: as }) =>
      (inComment.exec(as)?.slice(0, 1) ?? []).map((found) => ({ line, text: evened(found) })),
    );
  const casts = tokens.flatMap((token, at) =>
    token.text === 'any' && tokens[at - 1]?.text === 'as' && on.has(token.line)
      ? [{ line: token.line, text: ['as', 'any'].join(' ') }]
      : [],
  );
  return [...directives, ...casts];
}

/** The reason behind `--` is not what is silenced. */
function evened(text: string): string {
  return text
    .replace(/\s+--.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
