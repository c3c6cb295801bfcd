import type { AgentLink } from '../adapter.ts';
import { bare, draftOf } from './screen.ts';
import { pasted, promptText, until } from './typing.ts';

/** What giving a prompt needs beside the terminal. */
export interface Receiving {
  readonly link: AgentLink;
  /** Its title says Ready, no dialog is open, and it is not held at a turn's end. */
  rests(): boolean;
  /** The prompts that hooks told of, oldest first. */
  readonly prompts: readonly string[];
}

const showsMs = 3_000;
const takesMs = 6_000;
/** More than so many rows are folded in the input box to one: `[Pasted Text: 40 lines]`. */
const folded = /\[Pasted Text: /;

/**
 * Types a prompt into an input box that is empty and rests, and waits until a hook says that it was taken. Enter is sent
 * only once the text stands in the box, and while nothing else has opened: in a dialog it would choose.
 */
export async function deliverPrompt(to: Receiving, text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
  const { link } = to;
  const draft = () => draftOf(link.screen.lines());
  const free = () => to.rests() && link.screen.bracketedPaste();
  if (!free() || draft() !== '') return 'later';
  const prompt = promptText(text);
  const known = to.prompts.length;
  if (!link.type(pasted(prompt))) return 'later';
  if (!(await until(link.closed, showsMs, () => stands(draft(), prompt))))
    return draft() === '' ? 'later' : 'unconfirmed';
  const taken = () => to.prompts.slice(known).some((one) => isPrompt(one, prompt));
  for (let attempt = 0; attempt < 2; attempt++) {
    if (!free() || !stands(draft(), prompt)) break;
    link.type('\r');
    // An Enter that came too early is lost: then the text still stands there.
    if (await until(link.closed, takesMs, taken)) return 'delivered';
  }
  return taken() ? 'delivered' : 'unconfirmed';
}

function stands(draft: string | null, prompt: string): boolean {
  if (draft === null || draft === '') return false;
  return folded.test(draft) || bare(prompt).endsWith(bare(draft).slice(-20));
}

/** Whether a hook's prompt is ours: `@name` in it has got white space before it, and what the file says behind it. */
function isPrompt(told: string, prompt: string): boolean {
  return bare(told).startsWith(bare(prompt));
}
