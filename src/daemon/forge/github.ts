import { z } from 'zod';
import { type Answer, type Forge, type ForgePlace, addressIn, answerOf, readAnswer } from './forge.ts';
import { runTool } from './run-tool.ts';

const foundSchema = z.array(z.object({ url: z.string() }));
const viewSchema = z.object({
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  mergeCommit: z.object({ oid: z.string() }).nullable(),
});

/** GitHub through `gh`. */
export function githubForge({ program, cwd, address, signal }: ForgePlace): Forge {
  const where = address === null ? [] : ['--repo', address];
  const run = async (args: readonly string[], input = ''): Promise<Answer<string>> =>
    answerOf(await runTool({ program, args, cwd, input, signal }), 'gh');
  return {
    async find({ branch, target }) {
      const args = ['pr', 'list', ...where, '--head', branch, '--base', target, '--state', 'open', '--json', 'url'];
      const found = readAnswer(await run(args), 'gh', foundSchema);
      return found.kind === 'failed' ? found : { kind: 'answer', value: found.value[0]?.url ?? null };
    },
    async open({ branch, target, title, body }) {
      const args = ['pr', 'create', ...where, '--head', branch, '--base', target, '--title', title, '--body-file', '-'];
      return addressIn(await run(args, body), 'gh');
    },
    async look(url) {
      const seen = readAnswer(await run(['pr', 'view', url, '--json', 'state,mergeCommit']), 'gh', viewSchema);
      if (seen.kind === 'failed') return seen;
      const { state, mergeCommit } = seen.value;
      if (state !== 'MERGED') return { kind: 'answer', value: { is: state === 'OPEN' ? 'open' : 'closed' } };
      if (mergeCommit === null) return { kind: 'failed', why: `gh does not tell as which commit ${url} was merged` };
      return { kind: 'answer', value: { is: 'merged', commit: mergeCommit.oid } };
    },
  };
}
