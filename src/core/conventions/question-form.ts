import {
  choosing,
  courtesy,
  general,
  harmless,
  openers,
  pointing,
  prepositions,
  preface,
  standIns,
} from './lexicon.ts';
import { isMark, sentencesOf } from './tokens.ts';
import { verbOf } from './voice.ts';

/** A question without what is harmless in it: two with the same form ask the same. */
export interface QuestionForm {
  /** Its sentences, each as the words that count in their order. */
  readonly sentences: readonly (readonly string[])[];
  /** A word that points at what only its session knows; null when there is none. */
  readonly points: string | null;
  /** The words that say what it is about. */
  readonly subject: readonly string[];
  /** It names alternatives, or asks which. */
  readonly isChoice: boolean;
}

const forms = new Map<string, QuestionForm>();
/** Questions come again and again while they are open. */
const rememberedForms = 2000;

/** The form of a question's text. */
export function formOf(text: string): QuestionForm {
  const known = forms.get(text);
  if (known !== undefined) return known;
  if (forms.size >= rememberedForms) forms.clear();
  const form = makeForm(text);
  forms.set(text, form);
  return form;
}

function makeForm(text: string): QuestionForm {
  const raw = sentencesOf(text);
  const sentences = raw.map((tokens) => sentenceForm(tokens)).filter((sentence) => sentence.length > 0);
  const all = sentences.flat();
  return {
    sentences,
    points: pointingWord(raw),
    subject: [...new Set(all.filter((token) => !general.has(token) && !prepositions.has(token)))],
    isChoice: all.includes('or') || all[0] === 'which',
  };
}

/** A word that points out of the text: at something in sight, or back where nothing was named that it could stand for. */
function pointingWord(sentences: readonly (readonly string[])[]): string | null {
  let named = 0;
  for (const token of sentences.map((tokens) => withoutFrame(tokens.join(' ')).split(' ')).flat()) {
    if (pointing.has(token)) return token;
    if (standIns.has(token)) {
      if (named < leastNamed) return token;
    } else if (!general.has(token) && !harmless.has(token) && !prepositions.has(token) && !isMark(token)) named += 1;
  }
  return null;
}

/** A verb, and what it is done to, and what that is like: with fewer words before it nothing is named yet. */
const leastNamed = 3;

/** Questions begun in one of several ways that mean the same. `should` and `may` without who: the agent itself. */
const frames: readonly (readonly [RegExp, string])[] = [
  [/ (?:please|kindly)(?= |$)/g, ''],
  [/^(which|what)(?= |$)/, 'which'],
  [/\bshall\b/g, 'should'],
  [/\bcan\b/g, 'may'],
  [/\b(?:do|would) you (?:want|like|prefer) (?:me|us) to\b/g, 'should i'],
  [/^(?:am i|are we) allowed to\b/, 'may i'],
  [/^is it (?:ok|okay|fine|alright|all right|acceptable|allowed) (?:for me |for us )?(?:to|if i|if we)\b/, 'may i'],
  [/^is (.+?) allowed to\b/, 'may $1'],
  [/^are (.+?) allowed to\b/, 'may $1'],
  [/\bshould we\b/g, 'should i'],
  [/\bmay we\b/g, 'may i'],
  [/\b(?:have|need) to\b/g, 'must'],
];

/** The words of a sentence with one way of asking for several that mean the same. */
function withoutFrame(sentence: string): string {
  const words = frames.reduce((text, [from, to]) => text.replaceAll(global(from), to), ` ${sentence}`.trim());
  return words.replace(/^is it (?:true|correct|right) that /, '');
}

function global(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
}

function sentenceForm(tokens: readonly string[]): readonly string[] {
  let text = tokens.join(' ').replace(/(?: [,:])+$/, '');
  text = text.replace(/(?: ,)? (?:thanks|thank you|please)$/, '');
  if (courtesy.test(text)) return [];
  text = text.replace(preface, '');
  text = withoutFrame(frontedBehind(text));
  if (!/ or .* or /.test(text)) text = text.replace(/(?: ,)? or not$/, '');
  text = toThird(text);
  text = active(text);
  text = choice(withoutRepeated(asQuestion(text)));
  return text.split(' ').filter((token) => token !== '' && !harmless.has(token) && !isMark(token));
}

const fronted = new RegExp(`^(${openers} [^,:]+?) [,:] (.+)$`);

/** What says where, when or how stands behind, also where it was said first. */
function frontedBehind(text: string): string {
  return text.replace(fronted, '$2 $1');
}

/** `do you want X to be kept` is `should X be kept`; `should i X` is `should X` of the agent's own doing. */
function toThird(text: string): string {
  return text
    .replace(/\b(?:do|would) you (?:want|like) (?!to )(.+?) to (?=\p{Ll})/u, 'should $1 ')
    .replace(/^(which .+?) (?:do|would) you (?:want|like|prefer)$/, '$1 should i use')
    .replace(/^(which .+?) (?:do|would) you (?:want|like|prefer)(?= (?:for|in|on|when) )/, '$1 should i use')
    .replace(/^(?:do|would) you (?:want|like|prefer) (?!to )/, 'should i use ');
}

const passive = /^(should|may|must) (?!i )(.+?) be (\p{L}+)(?= |$)(.*)$/u;

/** `should X be kept` is `should i keep X`: who does it is the agent. */
function active(text: string): string {
  const found = passive.exec(text);
  if (found === null) return text;
  const [, how = '', what = '', participle = '', rest = ''] = found;
  const verb = verbOf(participle);
  // Of two that may be done neither is brought to the front. What cannot be undone is done by whom it says: that old files
  // be deleted is how something works, `should i delete old files` is a deed.
  if (verb === null || ending.test(verb) || / or | be /.test(` ${what} `) || rest.startsWith(' or ')) return text;
  return `${how} i ${verb} ${what}${rest}`;
}

const ending =
  /^(?:clear|close|delete|deploy|destroy|disable|discard|drop|erase|kill|merge|move|overwrite|publish|purge|push|release|remove|replace|reset|revert|rewrite|run|send|stop|truncate|wipe)$/;

const deeds = /^(?:add|commit|create|delete|drop|keep|merge|move|remove|rename|skip|split|squash|update|use|write) /;

/** A deed alone asks whether to do it: `use SQLite for the journal?` */
function asQuestion(text: string): string {
  return deeds.test(text) && !/ or | should | may /.test(text) ? `should i ${text}` : text;
}

/** `as a or as b` is `as a or b`. */
function withoutRepeated(text: string): string {
  return text.replaceAll(/\b(as|in|on|for|by|to|from|with|at) (\S+(?: \S+)?) or \1 /g, '$1 $2 or ');
}

const whichUse = new RegExp(`^(which .+?) should i ${choosing}(?= |$)`);
const useAmong = new RegExp(`^(?:should i )?(?:${choosing} )?(?=.* or )`);

/** Where it is said what there is to choose among, or that it is to be chosen, the word for choosing adds nothing. */
function choice(text: string): string {
  const what = text
    .replace(/^which should (?!i )(.+?) be(?= |$)/, 'which $1')
    .replace(/^which should be /, 'which ')
    .replace(whichUse, '$1');
  // Alternatives in a list are alternatives: `a, b or c`.
  const listed = what.startsWith('which') ? what : what.replaceAll(' , or ', ' or ').replace(/^(.*) or /, lastList);
  const bare = listed.replace(useAmong, '').replace(/^should (?=.* or )/, '');
  return bare === listed ? bare : bare.replaceAll(/ or should (?:i )?/g, ' or ');
}

function lastList(before: string): string {
  return before.replaceAll(' , ', ' or ');
}
