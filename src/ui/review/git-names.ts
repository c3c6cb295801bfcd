const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A path as git writes it in a patch: in quotes with escapes (octal for bytes beyond ASCII) where it has odd characters. */
export function unquoteName(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = text.slice(1, text.endsWith('"') ? -1 : undefined);
  const bytes: number[] = [];
  for (let at = 0; at < inner.length; at++) {
    const character = inner.charAt(at);
    if (character !== '\\') {
      const whole = String.fromCodePoint(inner.codePointAt(at) ?? 0);
      bytes.push(...encoder.encode(whole));
      at += whole.length - 1;
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(inner.slice(at + 1, at + 4))?.[0];
    if (octal !== undefined) {
      bytes.push(Number.parseInt(octal, 8));
      at += octal.length;
      continue;
    }
    const escaped = inner.charAt(at + 1);
    bytes.push(escapes[escaped] ?? escaped.charCodeAt(0));
    at += 1;
  }
  return decoder.decode(new Uint8Array(bytes));
}

/** The path of a `---` or `+++` line; null for /dev/null. Git ends names that hold blanks with a tab. */
export function sideName(text: string): string | null {
  const name = unquoteName(text.replace(/\t$/, ''));
  return name === '/dev/null' ? null : withoutPrefix(name);
}

/** The paths of a `diff --git` line, which have no separator of their own; null where they can't be told apart. */
export function headerNames(rest: string): { readonly from: string; readonly to: string } | null {
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest);
  if (quoted?.[1] !== undefined && quoted[2] !== undefined) {
    return { from: withoutPrefix(unquoteName(quoted[1])), to: withoutPrefix(unquoteName(quoted[2])) };
  }
  // Only renames have two different names, and those are written out on lines of their own: here both are the same.
  const middle = (rest.length - 1) / 2;
  const [from, to] = [withoutPrefix(rest.slice(0, middle)), withoutPrefix(rest.slice(middle + 1))];
  return rest.charAt(middle) === ' ' && from === to ? { from, to } : null;
}

function withoutPrefix(name: string): string {
  return name.replace(/^[a-z]\//, '');
}
