/** What an inline value of TOML may be made of here. */
export type TomlValue = string | number | boolean | readonly TomlValue[] | { readonly [key: string]: TomlValue };

/** A value as `codex -c KEY=VALUE` takes it: on one line, tables inline. */
export function inlineToml(value: TomlValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(inlineToml).join(', ')}]`;
  const entries = Object.entries(value).map(([key, entry]) => `${quoted(key)} = ${inlineToml(entry)}`);
  return `{ ${entries.join(', ')} }`;
}

function isList(value: TomlValue): value is readonly TomlValue[] {
  return Array.isArray(value);
}

/** JSON's escapes are TOML's too, but for DEL, which TOML does not take as it is. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', String.raw`\u007F`);
}
