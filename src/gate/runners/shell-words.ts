import { shellWord } from '../../core/words/shell-word.ts';

/** The words of a command that needs no shell to be understood: no quotes, expansions or operators; null otherwise. */
export function plainWords(command: string): string[] | null {
  const words = command.trim().split(/[ \t]+/);
  return words.every((word) => /^[A-Za-z0-9_./:=@,+%*-]+$/.test(word)) ? words : null;
}

/**
 * Puts words into a template in place of `{name}`, each quoted. The words come from the work: where the shell would read
 * them otherwise than as they are, inside quotes, an expansion or behind a comment, there is no such command, and null is given.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, readonly string[]>>): string | null {
  if (/[`]|\$\(|<<|\beval\b|(?:^|\s)#/.test(template)) return null;
  let filled = '';
  let quote: string | null = null;
  for (let at = 0; at < template.length; at += 1) {
    const letter = template.charAt(at);
    const name = /^\{([a-z]+)\}/.exec(template.slice(at))?.[1];
    const words = name === undefined ? undefined : values[name];
    if (name !== undefined && words !== undefined) {
      if (quote !== null) return null;
      filled += words.map(shellWord).join(' ');
      at += name.length + 1;
      continue;
    }
    if (letter === '\\' && quote !== "'") {
      filled += template.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (quote === null && (letter === "'" || letter === '"')) quote = letter;
    else if (letter === quote) quote = null;
    filled += letter;
  }
  return filled;
}
