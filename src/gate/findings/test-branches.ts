import { changedLines } from './changed-lines.ts';
import type { Detector, FileChange } from './change.ts';
import { isShippedCode } from './paths.ts';
import { readCode } from './weakened/javascript/tokens.ts';
import { written } from './weakened/javascript/written.ts';
import { cut } from './weakened/sentences.ts';

const scripted = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const variable = String.raw`process\.env(?:\.|\[')(?:VITEST(?:_WORKER_ID|_POOL_ID|_MODE)?|JEST_WORKER_ID|NODE_TEST_CONTEXT|PLAYWRIGHT_TEST\w*|AVA_\w+|CYPRESS)\b(?:'\])?|import\.meta\.env\.VITEST`;
const mode = String.raw`(?:process\.env(?:\.|\[')(?:NODE_ENV|BUN_ENV|APP_ENV)(?:'\])?|import\.meta\.env\.MODE)`;
/** Over code that is laid out by `written`: no strings, no comments can pass for it. */
const inScript = new RegExp(
  `(?:${variable})(?! = )|${mode} [!=]==? 'test'|'test' [!=]==? ${mode}|typeof (?:jest|vi|describe|it) [!=]==? 'undefined'`,
);
const hint = /process\.env|import\.meta|typeof (?:jest|vi|describe|it)\b/;
const inLine: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\.py$/,
    /PYTEST_CURRENT_TEST|PYTEST_VERSION|["'](?:pytest|unittest|_pytest)["']\s+(?:not\s+)?in\s+sys\.modules|sys\.modules\.get\(\s*["'](?:pytest|unittest)["']|["'](?:pytest|unittest)["']\s+in\s+sys\.argv/,
  ],
  [/\.go$/, /flag\.Lookup\(\s*"test\.|\btesting\.Testing\(\)|strings\.HasSuffix\(os\.Args\[0\],\s*"\.test"/],
  [/\.rs$/, /\bcfg!\(\s*(?:not\()?\s*test\b|#\[cfg\(not\(test\)\)\]/],
  [/\.rb$/, /Rails\.env\.test\?|ENV\[["'](?:RACK|RAILS)_ENV["']\]\s*==\s*["']test["']|defined\?\(RSpec\)/],
  [/\.php$/, /PHPUNIT_\w+|app\(\)->runningUnitTests\(\)|environment\(["']testing["']\)/],
  [
    /\.(?:java|kt|scala|groovy)$/,
    /Class\.forName\("org\.junit|getProperty\("(?:junit|surefire)[^"]*"\)|acceptsProfiles\([^)]*"test"/,
  ],
  [/\.exs?$/, /Mix\.env\(\)?\s*==\s*:test/],
];

/** Code that ships and behaves otherwise when it is tested: what the tests see is not what users get. */
export const detectTestBranches: Detector = (changes) =>
  changes.flatMap((change) => {
    if (!isShippedCode(change.path) || change.before?.id === change.after?.id || change.after === null) return [];
    const was = branches(change, 'before').map(({ text }) => text);
    return branches(change, 'after').flatMap(({ line, text }) => {
      const known = was.indexOf(text);
      if (known >= 0) was.splice(known, 1);
      const says = `code that ships asks whether it is tested: ${cut(text)}`;
      return known >= 0
        ? []
        : [
            {
              rule: 'test-only-branch' as const,
              certain: true,
              file: change.path,
              line,
              side: 'candidate' as const,
              says,
            },
          ];
    });
  });

function branches(change: FileChange, side: 'before' | 'after'): { readonly line: number; readonly text: string }[] {
  const text = change[side]?.text ?? '';
  if (scripted.test(change.path)) return hint.test(text) ? inScriptOf(change.path, text) : [];
  const pattern = inLine.find(([file]) => file.test(change.path))?.[1];
  if (pattern === undefined || !pattern.test(text)) return [];
  const lines = side === 'before' ? changedLines(change).removed : changedLines(change).added;
  return lines.flatMap(({ line, text: as }) =>
    /^\s*(?:#(?!\[)|\/\/|\*)/.test(as)
      ? []
      : (pattern.exec(as)?.slice(0, 1) ?? []).map((found) => ({ line, text: found })),
  );
}

function inScriptOf(path: string, text: string): { readonly line: number; readonly text: string }[] {
  const code = readCode(path, text);
  return code.tokens.flatMap(({ text: word, line }, at) => {
    if (!/^(?:process|import|typeof)$/.test(word) || code.tokens[at - 1]?.text === '.') return [];
    // From the comparison that it may be the right side of.
    const from = /^[!=]==?$/.test(code.tokens[at - 1]?.text ?? '') ? at - 2 : at;
    const found = inScript.exec(written(code, from, at + 12));
    return found && found.index <= 8 ? [{ line, text: found[0] }] : [];
  });
}
