import { z } from 'zod';
import { type Answer, type Forge, type ForgePlace, addressIn, answerOf, readAnswer } from './forge.ts';
import { runTool } from './run-tool.ts';

const foundSchema = z.array(z.object({ web_url: z.string() }));
const viewSchema = z.object({
  state: z.enum(['opened', 'closed', 'locked', 'merged']),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  sha: z.string().nullish(),
});

/** GitLab through `glab`, which calls a pull request a merge request. */
export function gitlabForge({ program, cwd, address, signal }: ForgePlace): Forge {
  const where = address === null ? [] : ['--repo', address];
  const run = async (args: readonly string[]): Promise<Answer<string>> =>
    answerOf(await runTool({ program, args, cwd, signal }), 'glab');
  return {
    async find({ branch, target }) {
      const args = ['mr', 'list', ...where, '--source-branch', branch, '--target-branch', target, '--output', 'json'];
      const found = readAnswer(await run(args), 'glab', foundSchema);
      return found.kind === 'failed' ? found : { kind: 'answer', value: found.value[0]?.web_url ?? null };
    },
    async open({ branch, target, title, body }) {
      const about = ['--title', title, '--description', body, '--yes'];
      const args = ['mr', 'create', ...where, '--source-branch', branch, '--target-branch', target, ...about];
      return addressIn(await run(args), 'glab');
    },
    async look(url) {
      const number = /\/merge_requests\/(\d+)/.exec(url)?.[1] ?? url;
      const seen = readAnswer(await run(['mr', 'view', number, ...where, '--output', 'json']), 'glab', viewSchema);
      if (seen.kind === 'failed') return seen;
      const { state, merge_commit_sha: merge, squash_commit_sha: squash, sha } = seen.value;
      if (state !== 'merged') return { kind: 'answer', value: { is: state === 'closed' ? 'closed' : 'open' } };
      // A fast-forward makes no commit of its own.
      const commit = merge ?? squash ?? sha;
      if (commit == null) return { kind: 'failed', why: `glab does not tell as which commit ${url} was merged` };
      return { kind: 'answer', value: { is: 'merged', commit } };
    },
  };
}
