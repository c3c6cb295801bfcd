/** What the commit that lands says. */
export interface LandingWords {
  readonly id: number;
  readonly title: string;
  /** What the agent says of its work; may end with trailers of its own. */
  readonly summary: string | null;
  readonly agent: string;
  /** The agent's conversation, or where else the work came from; null when nothing is known. */
  readonly session: string | null;
  /** Names of the checks that have to be green for it. */
  readonly checks: readonly string[];
  /** `Name <address>` of the person: it lands only when they approve it. */
  readonly approvedBy: string | null;
  /** `Name <address>` of the agent, where that is configured. */
  readonly coAuthor?: string | null;
}

/** The message of the commit that lands: what was asked, what the agent says of it, and where it came from. */
export function landingMessage(words: LandingWords): string {
  const text = [oneLine(words.title), words.summary ?? ''].map((part) => part.trim()).filter((part) => part !== '');
  return addTrailers(text.join('\n\n'), [
    `Signalbox-Task: #${words.id}`,
    `Signalbox-Agent: ${words.agent}`,
    ...(words.session === null ? [] : [`Signalbox-Session: ${words.session}`]),
    ...(words.checks.length === 0 ? [] : [`Signalbox-Checks: ${words.checks.join(', ')}`]),
    ...(words.approvedBy === null ? [] : [`Approved-by: ${words.approvedBy}`]),
    ...(words.coAuthor ? [`Co-authored-by: ${words.coAuthor}`] : []),
  ]);
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const trailer = /^[A-Za-z0-9-]+[ \t]*:/;
/** What git writes itself: one of these makes trailers of a paragraph that is so by a quarter. */
const ofGit = /^(?:Signed-off-by: |\(cherry picked from commit )/;

/**
 * A message with trailers at its end by the rules of `git interpret-trailers`: behind those it has, in their paragraph,
 * else in one of their own. One that is there already, last with its value, is not doubled.
 */
export function addTrailers(message: string, trailers: readonly string[]): string {
  const text = message.replaceAll('\r\n', '\n').trimEnd();
  const lines = trailers.map(oneLine).filter((line) => line !== '');
  const present = trailersOf(text);
  const added = lines.filter((line) => !present.includes(line));
  if (added.length === 0) return `${text}\n`;
  const gap = present.length > 0 ? '\n' : '\n\n';
  return `${text}${text === '' ? '' : gap}${added.join('\n')}\n`;
}

/** The lines of the trailers at the end of a message; none when its last paragraph is text, or its first. */
export function trailersOf(message: string): string[] {
  const paragraphs = message
    .replaceAll('\r\n', '\n')
    .trimEnd()
    .split(/\n[ \t]*(?:\n[ \t]*)+/);
  const last = paragraphs.length < 2 ? '' : (paragraphs.at(-1) ?? '');
  // A line that begins with a blank continues the one before it.
  const lines = last.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  const found = lines.filter((line) => trailer.test(line) || ofGit.test(line));
  const all = found.length === lines.length;
  return all || (lines.some((line) => ofGit.test(line)) && found.length * 4 >= lines.length) ? found : [];
}
