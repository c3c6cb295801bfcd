import { spread } from './one-line.ts';

/**
 * Configuration files of every kind as settings with their place in the whole: by indentation and section headers, so that
 * JSON, YAML, TOML, ini and JavaScript are read alike, and a file with a fault in it as well.
 */
export interface Setting {
  readonly line: number;
  /** The keys around it, outermost first: `test`, `coverage`, `thresholds`. */
  readonly path: readonly string[];
  /** null of an item of a list. */
  readonly key: string | null;
  readonly value: string;
}

const section = /^\[+\s*([^[\]]+?)\s*\]+$/;
const keyed = /^(?:- )?(?:["']([^"']+)["']|([\w.@/$*-]+))\s*(?:=(?![=>])|:(?!:))\s*(.*)$/;
const comment = /^(?:#(?![\w![])|\/\/|;|\*|\/\*)|^#\w.*(?<!\])$/;
/** `["off", {…}]` */
const ruleWithOptions = /^\[\s*["']?(?:off|warn|error|[012])["']?\s*[,\]]/;
const longestLine = 2_000;

/** Every setting of a file. */
export function settingsOf(path: string, text: string): Setting[] {
  const isBraced = /\.(?:[cm]?[jt]s|jsonc?)$|(?:^|\/)\.\w+rc$/.test(path);
  const sectioned = /\.(?:toml|ini|cfg)$|(?:^|\/)\.(?:flake8|coveragerc|pylintrc)$|(?:^|\/)pylintrc$/.test(path);
  const around: { readonly indent: number; readonly key: string }[] = [];
  const found: Setting[] = [];
  const lines = text.split(/\r?\n/).flatMap((raw, index) => {
    const line = raw.slice(0, longestLine);
    const pieces = (isBraced ? spread(line) : null) ?? [
      { indent: line.length - line.trimStart().length, text: line.trim() },
    ];
    return pieces.map((piece) => ({ index, ...piece }));
  });
  for (const { index, indent, text: piece } of lines) {
    const code = withoutComment(piece);
    const header = sectioned ? section.exec(code)?.[1] : undefined;
    if (header !== undefined) {
      around.splice(0, around.length, { indent: -1, key: header });
      continue;
    }
    if (code === '' || /^[)\]}]+[,;]?$/.test(code)) continue;
    const isItem = code.startsWith('- ');
    while (around.length > 0 && (around.at(-1)?.indent ?? 0) >= indent + (isItem ? 1 : 0)) around.pop();
    const parents = around.map(({ key }) => key).filter((key) => key !== 'module.exports');
    const [, quoted, plain, rest = ''] = keyed.exec(code) ?? [];
    const key = quoted ?? plain ?? null;
    if (key === null) found.push(...items(code, parents, index + 1));
    else {
      around.push({ indent, key });
      found.push(...valued({ line: index + 1, path: parents, key, value: rest }));
    }
  }
  return found;
}

function withoutComment(code: string): string {
  return comment.test(code) ? '' : code.replace(/\s+(?:#\s|\/\/).*$/, '').trim();
}

/** What stands behind a key: a value, or a list or a group in one line. */
function valued(setting: Setting): Setting[] {
  const value = bare(setting.value);
  const path = [...setting.path, setting.key ?? ''];
  // The value follows in the next lines.
  if (value === '' || /^(?:[[{(]|[\w.]+\(\{?|\|-?|>-?|[\w.]+\(\[)$/.test(value)) return [];
  if (value.startsWith('['))
    return ruleWithOptions.test(value) ? [{ ...setting, value: bare(value) }] : items(value, path, setting.line);
  if (!value.startsWith('{')) return [{ ...setting, value }];
  const inner = [...value.matchAll(/["']?([\w.@/-]+)["']?\s*[:=]\s*(\[[^\]]*\]?|[^,{}[\]]+)/g)];
  return inner.flatMap(([, key = '', text = '']) => valued({ line: setting.line, path, key, value: text.trim() }));
}

/** The items of a list. */
function items(text: string, path: readonly string[], line: number): Setting[] {
  return text
    .replace(/^(?:- |\[)/, '')
    .replace(/\]?,?$/, '')
    .split(/,(?=\s*(?:["'\w./*-]|$))/)
    .map(bare)
    .filter((value) => value !== '')
    .map((value) => ({ line, path, key: null, value }));
}

function bare(text: string): string {
  const inner = text.trim().replace(/[,;]$/, '').trim();
  return /^(["']).*\1$/.test(inner) ? inner.slice(1, -1) : inner;
}
