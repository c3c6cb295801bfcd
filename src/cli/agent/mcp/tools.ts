import { z } from 'zod';
import { jobTools } from './job-tools.ts';
import { type Tool, tool } from './tool.ts';

/**
 * How long `done` waits for the gate, ms. Clients cut a call off after 60 s (opencode), or put it into the background
 * after 120 s (Claude Code) or hand it back to the model after 30 s (Codex, where it then polls).
 */
const gateWaitMs = 45_000;

const question = z.object({
  text: z.string().trim().min(1).describe('the question, with what one has to know to decide it'),
  options: z.array(z.string().min(1)).optional().describe('possible answers; leave out for a free one'),
  default: z.string().min(1).optional().describe('the answer you recommend'),
  blocking: z.boolean().optional().describe('false: you can finish without the answer'),
  widen: z.array(z.string().min(1)).optional().describe('ask to change files beyond your boundary: their globs'),
});

const ask = tool({
  name: 'ask',
  does: 'Ask the person for decisions that are not yours to make. Put all of them into one call. Returns at once; the answer arrives later as your next message. Use this, not prose: the end of your turn hands in the work.',
  input: z.object({ questions: z.array(question).min(1) }),
  async run(input, call) {
    const questions = input.questions.map((each) => ({
      text: each.text,
      options: each.options ?? [],
      default: each.default ?? null,
      blocking: each.blocking ?? true,
      widens: each.widen ?? [],
    }));
    const asked = await call('agent/ask', (request) => ({ request, questions, wait: false }));
    const which = asked.questions.map((number) => `#${number}`).join(', ');
    const mayGoOn = questions.every(({ blocking }) => !blocking);
    return mayGoOn
      ? `queued (${which}); go on, the answer arrives as a message`
      : `queued (${which}); do what does not depend on it, and end your turn if you cannot go on: the answer arrives as your next message`;
  },
});

const done = tool({
  name: 'done',
  does: "Hand in the finished work: runs the project's checks on it, merged with the target, and returns what is red, or that it is green and waits for review.",
  input: z.object({
    summary: z.string().trim().min(1).describe('what you changed and why, for the reviewer'),
    evidence: z.array(z.string().min(1)).optional().describe('paths of files that show it, such as screenshots'),
  }),
  async run({ summary, evidence }, call) {
    let until: number | null = null;
    const { outcome, text } = await call('agent/done', (request) => ({
      request,
      summary,
      evidence: evidence ?? [],
      // What an attempt before this one has waited counts.
      waitMs: Math.max(0, (until ??= Date.now() + gateWaitMs) - Date.now()),
    }));
    switch (outcome) {
      case 'green':
        return `green: ${text}\nNothing is left to do: end your turn.`;
      case 'red':
        return `red: ${text}\nRepair it and call done again.`;
      case 'running':
        return 'running: the checks are not through yet. End your turn: their verdict arrives as your next message.';
    }
  },
});

const blocked = tool({
  name: 'blocked',
  does: 'Say that you cannot go on and no answer to a question would help (a missing tool, no access, a contradiction in the task). A person looks at the session.',
  input: z.object({ reason: z.string().trim().min(1) }),
  async run({ reason }, call) {
    await call('agent/blocked', (request) => ({ request, reason }));
    return 'noted: a person will look at it. End your turn.';
  },
});

const progress = tool({
  name: 'progress',
  does: 'Show the person in a few words where you are. At milestones only.',
  input: z.object({ text: z.string().trim().min(1) }),
  async run({ text }, call) {
    await call('agent/progress', (request) => ({ request, text }));
    return 'shown';
  },
});

const inbox = tool({
  name: 'inbox',
  does: 'Take answers and feedback that have not reached you yet, each once. They also arrive by themselves as your next message: use it only to go on in this turn.',
  input: z.object({}),
  async run(_input, call) {
    const { messages } = await call('agent/inbox', (request) => ({ request, wait: false }));
    return messages.length === 0 ? 'nothing new' : messages.join('\n\n');
  },
});

/** What an agent may do, in the order of the list that it is shown. */
export const tools: readonly Tool[] = [ask, done, blocked, progress, inbox, ...jobTools];
