import { z } from 'zod';
import { proposedLines } from '../propose.ts';
import { tool } from './tool.ts';

const proposed = z.object({
  title: z.string().trim().min(1).describe('one line'),
  prompt: z.string().trim().min(1).describe('what should be different afterwards; it must stand alone'),
  scope: z.array(z.string().min(1)).describe('globs of the files it may change; no other task should change them'),
  done: z.array(z.string().min(1)).optional().describe('when it is done, beyond the checks'),
  stop: z.array(z.string().min(1)).optional().describe('when to stop and report'),
  after: z.array(z.string().min(1)).optional().describe('titles or numbers of proposals that must have landed first'),
  why: z.string().min(1).optional().describe('why it is needed, for the person'),
  judgement: z.boolean().optional().describe('true: it needs the person along the way'),
});

/** Tasks for other agents, of a lead. */
export const proposeTool = tool({
  name: 'propose',
  does: 'Lead sessions only: propose tasks for other agents. A person accepts or refuses each; you hear of the results as messages. Put tasks that belong together into one call, then end your turn.',
  input: z.object({ tasks: z.array(proposed).min(1).max(20) }),
  async run(input, call) {
    const tasks = input.tasks.map(({ title, prompt, scope, done: finished, stop, after, why, judgement }) => ({
      title,
      prompt,
      kind: judgement === true ? ('judgement' as const) : ('isolated' as const),
      scope,
      checks: [],
      done: finished ?? [],
      stop: stop ?? [],
      agent: null,
      priority: 0,
      after: after ?? [],
      why: why ?? null,
    }));
    const result = await call('agent/propose', (request) => ({ request, tasks, file: null }));
    return [...proposedLines(result), 'A person decides. End your turn: you go on when there is news of them.'].join(
      '\n',
    );
  },
});
