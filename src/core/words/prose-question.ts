/** The end of a question, in any script; behind it may stand a quote's end, a picture, or `(y/n)`. */
const questionEnd = /[?？؟](?:["'”’)\]*_\s]|\p{Extended_Pictographic}|\uFE0F)*(?:[([][^()[\]]{1,60}[)\]][\s.*_]*)?$/u;

/** A question that is put to the person, and not one that the next sentence answers. */
const toPerson = /\b(?:you|your|(?:should|shall|may|can|must|do|could) (?:i|we)|(?:i|we) should)\b/i;

/** Words with which an agent hands a decision over although no question mark follows. */
const handsOver = anyOf(
  String.raw`\blet me know (?:which|what|how|when|where|who|whether|your|(?:if|once) you(?:'d| would)? (?:prefer|agree|approve|decide|want me|like me|are (?:ok|fine|happy) with))\b`,
  String.raw`\bplease (?:confirm|advise|clarify|tell|choose|decide|specify|provide|pick|select|answer|reply|respond|approve|give)\b`,
  String.raw`\b(?:tell me|choose|pick|select|decide|confirm) (?:which|what|how|where|whether|between)\b`,
  String.raw`\b(?:which|what) (?:would|do) you (?:like|prefer|want)\b`,
  String.raw`\b(?:would you like|do you want|would you prefer)\b`,
  String.raw`\b(?:could|can|would|will) you (?:please )?(?:tell|confirm|clarify|specify|provide|choose|decide)\b`,
  String.raw`(?:^|[,;:] |\b(?:or|but|and) )(?:should|shall) i\b`,
  String.raw`\b(?:wait|waiting|hold|holding|stopped|paused)\b.{0,30}? (?:for (?:your|you|an? (?:answer|decision|reply|confirmation))|until (?:you|i hear))\b`,
  String.raw`\bi(?:'ll| will)? need (?:your|you to|to know)\b`,
  String.raw`\bi(?:'ve| have|'m| am)? (?:stopped|stopping|pausing|paused|blocked)\b`,
  String.raw`\bawait(?:ing)? your\b`,
  String.raw`\b(?:once|as soon as|until) you (?:decide|choose|confirm|answer|reply|tell|let me know)\b`,
  String.raw`\b(?:is|it's|that's) (?:up to you|your (?:call|decision|choice))\b`,
);

/** Closing courtesy, which asks for nothing. */
const courtesy = anyOf(
  String.raw`^(?:please )?let me know(?: (?:what you think|how it goes)\b| if (?:you(?:'d| would)? (?:need|have|want(?! me)|like(?! me))|there|anything|something|so|this|that)\b|[.!]?$)`,
  String.raw`^(?:is there |was there )?anything else\b`,
  String.raw`^(?:would you like|do you (?:want|need|have)|can i help).{0,30}? (?:anything|something|questions)\b`,
  String.raw`^(?:feel free|happy to|thanks|thank you|cheers|want to know more)\b`,
);

/** What may follow a question without answering it: an offer, a recommendation, what happens without an answer. */
const aside =
  /^[(*_]*(?:if you\b|if not\b|otherwise\b|by default\b|without an answer\b|note\b|i(?:'d| would)? (?:also )?(?:recommend|suggest|lean|prefer|favou?r|go with)|my (?:recommendation|suggestion|preference|vote)\b)/i;

/**
 * The question with which an agent ends its turn in prose, or null. It is looked for outside of code, in the last
 * paragraphs: behind one that asks there may be options, code, courtesy or an opinion; from what is asked earlier the agent
 * has gone on. Rather one too many: a person who is asked needlessly loses less than work that waits unseen.
 */
export function proseQuestion(words: string): string | null {
  const paragraphs = paragraphsOf(words);
  let first = paragraphs.length;
  for (let at = first - 1; at >= 0; at -= 1) {
    const paragraph = paragraphs[at] ?? '';
    if (asks(paragraph)) first = at;
    else if (!addsNothing(paragraph)) break;
  }
  const asked = paragraphs.slice(first).filter((paragraph) => !isMark(paragraph));
  return asked.length === 0 ? null : asked.join('\n');
}

/** What stands between empty lines; a block of code is one, whatever is in it. */
function paragraphsOf(words: string): string[] {
  return words
    .replaceAll(/\r\n?/g, '\n')
    .split(/^([ \t]*```[\s\S]*?(?:^[ \t]*```|$(?![\s\S])))/m)
    .flatMap((part) => (isMark(part) ? [part] : part.split(/\n\s*\n/)))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function asks(paragraph: string): boolean {
  if (isMark(paragraph)) return false;
  const lines = linesOf(paragraph).filter((line) => !courtesy.test(line));
  if (lines.some((line) => questionEnd.test(line) && !courtesy.test(sentencesOf(line).at(-1) ?? ''))) return true;
  const own = sentencesOf(lines.join(' ')).filter((sentence) => !courtesy.test(sentence) && !aside.test(sentence));
  if (questionEnd.test(own.at(-1) ?? '')) return true;
  return own
    .slice(-3)
    .some((sentence) => handsOver.test(sentence) || (questionEnd.test(sentence) && toPerson.test(sentence)));
}

/** Whether it may follow a question: then that is still open. */
function addsNothing(paragraph: string): boolean {
  if (isMark(paragraph) || isList(paragraph)) return true;
  return sentencesOf(linesOf(paragraph).join(' ')).every((sentence) => courtesy.test(sentence) || aside.test(sentence));
}

/** The lines of a paragraph without their marks, and without what is somebody else's: code, a question in quotes. */
function linesOf(paragraph: string): string[] {
  return paragraph
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[^\p{L}\p{N}\s]/gu, '_'))
    .replaceAll(/(?<=[^\s:] +)(["'“‘])[^"'“”‘’\n]*\?["'”’]/g, '_')
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/[*#>]+/g, '')
        .replace(/^\s*([-•]|\(?[0-9a-z][.)])\s+/i, '')
        .trim(),
    )
    .filter((line) => line !== '');
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…]["')\]]*)\s+|(?<=[？。！])/u).filter((sentence) => sentence !== '');
}

/** Every line is a point, or goes on with one. */
function isList(paragraph: string): boolean {
  return paragraph
    .split('\n')
    .every((line, index) => /^\s*([-*•|]|\(?[0-9a-z][.)])\s/i.test(line) || (index > 0 && /^\s+\S/.test(line)));
}

/** Code, or a line across. */
function isMark(paragraph: string): boolean {
  return /^\s*(?:```|(?:[-*_]\s*){3,}$)/.test(paragraph);
}

function anyOf(...patterns: readonly string[]): RegExp {
  return new RegExp(patterns.join('|'), 'i');
}
