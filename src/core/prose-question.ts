/** Words with which an agent hands a decision over although no question mark follows. */
const handsOver =
  /\b(let me know|please (confirm|advise|clarify|tell me|choose|decide|specify|provide)|(which|what) would you (like|prefer)|would you like me to|do you want me to|should i\b|shall i\b|waiting for (your|an?) (answer|decision|input|confirmation|reply)|i need (your|you to)\b|awaiting your)/i;
/** Closing courtesy that asks for nothing. */
const courtesy =
  /^(let me know if (you|there|anything)|(is there )?anything else|feel free|happy to|if you (want|need|would like|have))/i;

/**
 * The question with which an agent ends its turn in prose, or null. Looked for in the last paragraph outside of code:
 * what is asked earlier the agent has gone on from. Rather one too many: a person who is asked needlessly loses less
 * than work that waits unseen.
 */
export function proseQuestion(words: string): string | null {
  const prose = words
    .replaceAll(/```[\s\S]*?(```|$)/g, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll('?', ''));
  const paragraphs = prose
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  const last = paragraphs.at(-1);
  if (last === undefined) return null;
  if (asks(last)) return original(words, last);
  // Options listed below the question that they answer.
  const before = paragraphs.at(-2);
  if (before !== undefined && isList(last) && asks(before)) return `${before}\n${last}`;
  return null;
}

function asks(paragraph: string): boolean {
  const lines = paragraph.split('\n').map(plain);
  const text = lines.join(' ');
  const sentences = text.split(/(?<=[.!?…])\s+/).filter((sentence) => sentence !== '');
  const tail = sentences.slice(-2);
  const closing = tail.at(-1) ?? '';
  if (courtesy.test(closing) && tail.length > 1)
    return /\?["')\]]*$/.test(tail[0] ?? '') && !courtesy.test(tail[0] ?? '');
  if (courtesy.test(closing)) return false;
  if (lines.some((line) => /\?["')\]]*$/.test(line) && !courtesy.test(line))) return true;
  return tail.some((sentence) => handsOver.test(sentence) && !courtesy.test(sentence));
}

function isList(paragraph: string): boolean {
  return paragraph.split('\n').every((line) => /^\s*([-*•]|\(?[0-9a-z][.)])\s/i.test(line));
}

function plain(line: string): string {
  return line
    .replaceAll(/[*_#>]+/g, '')
    .replace(/^\s*([-•]|\(?[0-9a-z][.)])\s+/i, '')
    .trim();
}

/** The paragraph as the agent wrote it, with its code. */
function original(words: string, prose: string): string {
  const whole = words
    .trim()
    .split(/\n\s*\n/)
    .at(-1)
    ?.trim();
  return whole === undefined || whole === '' ? prose : whole;
}
