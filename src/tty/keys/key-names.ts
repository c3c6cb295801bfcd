/** Bits of a modifier parameter minus one, as xterm and kitty count them. */
export const modifier = {
  shift: 1,
  alt: 2,
  ctrl: 4,
  super: 8,
  hyper: 16,
  meta: 32,
  capsLock: 64,
  numLock: 128,
} as const;

const prefixes: readonly (readonly [bit: number, prefix: string])[] = [
  [modifier.super, 'super-'],
  [modifier.hyper, 'hyper-'],
  [modifier.meta, 'meta-'],
  [modifier.ctrl, 'ctrl-'],
  [modifier.alt, 'alt-'],
  [modifier.shift, 'shift-'],
];
const named = new Set(
  'up down left right enter escape tab backspace delete insert home end pageup pagedown begin space'.split(' '),
);
const synonyms: Record<string, string> = {
  return: 'enter',
  esc: 'escape',
  del: 'delete',
  pgup: 'pageup',
  pgdn: 'pagedown',
};

/** A key's name with its modifiers in front, always in the same order; locks do not count. */
export function keyName(base: string, modifiers = 0): string {
  let name = '';
  for (const [bit, prefix] of prefixes) if (modifiers & bit) name += prefix;
  return name + base;
}

/** A name as `keyName` makes it, taken apart again. */
export function splitKeyName(name: string): { base: string; modifiers: number } {
  let base = name;
  let modifiers = 0;
  for (const [bit, prefix] of prefixes) {
    if (!base.startsWith(prefix)) continue;
    base = base.slice(prefix.length);
    modifiers |= bit;
  }
  return { base, modifiers };
}

/** The name of a C0 control byte or DEL as a key. */
export function controlKeyName(byte: number): string {
  switch (byte) {
    case 0x00:
      return 'ctrl-space';
    // A terminal whose backspace key sends ^H is common; one on which a person means ctrl-h is not.
    case 0x08:
    case 0x7f:
      return 'backspace';
    case 0x09:
      return 'tab';
    case 0x0d:
      return 'enter';
    case 0x1b:
      return 'escape';
    default:
      return byte < 0x1b ? `ctrl-${String.fromCharCode(byte + 0x60)}` : `ctrl-${String.fromCharCode(byte + 0x40)}`;
  }
}

/**
 * A key as people write it in a configuration ('Ctrl-]', 'C-]', '^]', 'ctrl+b', 'F5') as the name that events carry;
 * undefined when it names no key.
 */
export function parseKeyName(written: string): string | undefined {
  let rest = written.trim();
  let modifiers = 0;
  for (let match = modifierPrefix(rest); match !== undefined; match = modifierPrefix(rest)) {
    modifiers |= match.bit;
    rest = match.rest;
  }
  const single = Array.from(rest).length === 1;
  const base = single && !(modifiers & modifier.ctrl) ? rest : rest.toLowerCase();
  const known = synonyms[base] ?? base;
  if (!single && !named.has(known) && !/^f([1-9]|1\d|2[0-4])$/.test(known)) return undefined;
  return keyName(known, modifiers);
}

function modifierPrefix(text: string): { bit: number; rest: string } | undefined {
  if (/^\^./.test(text)) return { bit: modifier.ctrl, rest: text.slice(1) };
  const match = /^(ctrl|control|c|alt|meta|m|option|shift|s|super|cmd)[-+](.+)$/i.exec(text);
  const [, word, rest] = match ?? [];
  if (word === undefined || rest === undefined) return undefined;
  const initial = word.toLowerCase();
  if (initial === 'super' || initial === 'cmd') return { bit: modifier.super, rest };
  if (initial.startsWith('c')) return { bit: modifier.ctrl, rest };
  return { bit: initial.startsWith('s') ? modifier.shift : modifier.alt, rest };
}
