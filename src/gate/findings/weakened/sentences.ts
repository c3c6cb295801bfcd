const longest = 100;

/** Text in one line, cut where it becomes unreadable. */
export function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** `"a", "b", "c" and 4 more` */
export function listed(names: readonly string[]): string {
  const said = names.slice(0, 3).map((name) => `"${cut(name)}"`);
  return names.length > said.length ? `${said.join(', ')} and ${names.length - said.length} more` : said.join(', ');
}
