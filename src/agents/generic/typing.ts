import type { AgentLink } from '../adapter.ts';

/** What a piece of typing needs to know of the state while it goes on. */
export interface Hand {
  readonly link: AgentLink;
  /** Whether a text may be typed at this very moment: the input rests, and no dialog is open. */
  rests(): boolean;
  /** Whether a dialog is on the screen, or the program says that it is blocked. */
  asks(): boolean;
}

/** A paste is looked at again until it shows, at most so long, ms. */
const pasteMs = 1_500;
/** After Enter the program has so long, ms, to show that it took it. */
const takenMs = 5_000;
/** Between two lines the program has so long, ms, to come back to its prompt. */
const lineMs = 15_000;
const lookEvery = 20;

/**
 * Types a text and Enter where a person would. As one paste where the program asked for pastes to be marked, otherwise
 * line by line, each only when the program rests again: what it cannot tell from keys must not answer what it asks.
 */
export async function typePrompt(hand: Hand, text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
  if (!hand.rests()) return 'later';
  const lines = typeable(text).split('\n');
  if (lines.length === 1 || hand.link.screen.bracketedPaste()) return pasteAndEnter(hand, lines.join('\n'));
  for (const [at, line] of lines.entries()) {
    const rests = at === 0 || (await until(hand.link, lineMs, () => hand.rests()));
    if (!rests || (await pasteAndEnter(hand, line)) === 'unconfirmed') {
      hand.link.log(`typed ${at} of ${lines.length} lines: its prompt did not come back`);
      return 'unconfirmed';
    }
  }
  return 'delivered';
}

async function pasteAndEnter(hand: Hand, text: string): Promise<'delivered' | 'unconfirmed'> {
  const { link } = hand;
  const before = picture(link);
  const marked = link.screen.bracketedPaste();
  if (!link.type(marked ? `\x1b[200~${text}\x1b[201~` : text)) return 'unconfirmed';
  await until(link, pasteMs, () => picture(link) !== before || hand.asks());
  if (hand.asks()) {
    link.log('a dialog opened while a text was typed: Enter was not pressed');
    return 'unconfirmed';
  }
  const typed = picture(link);
  if (!link.type('\r')) return 'unconfirmed';
  return (await until(link, takenMs, () => picture(link) !== typed)) ? 'delivered' : 'unconfirmed';
}

/**
 * Answers a dialog: types the words, and Enter only while the dialog still stands there: where a key alone chooses, it
 * is gone by then, and Enter would answer the next one.
 */
export async function typeAnswer(
  link: AgentLink,
  { words, stands }: { words: string; stands: () => boolean },
): Promise<void> {
  const before = picture(link);
  link.type(typeable(words).replaceAll('\n', ' '));
  await until(link, 500, () => picture(link) !== before);
  if (!stands()) return;
  const typed = picture(link);
  link.type('\r');
  await until(link, takenMs, () => picture(link) !== typed);
}

/** Without what a terminal takes for keys; ends of lines are line feeds, and none stands at the end. */
function typeable(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replaceAll(/[^\P{Cc}\n]/gu, '')
    .trimEnd();
}

/** With the cursor: a program that takes a line and thinks shows no more than that. */
function picture({ screen }: AgentLink): string {
  const { row, column } = screen.cursor();
  return `${row} ${column} ${screen.title()}\n${screen.lines().join('\n')}`;
}

async function until(link: AgentLink, ms: number, holds: () => boolean): Promise<boolean> {
  for (const end = link.now() + ms; !holds();) {
    if (link.now() >= end || link.closed.aborted) return false;
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
  return true;
}
