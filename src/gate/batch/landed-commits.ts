import { firstParents } from '../../git/plumbing/refs.ts';

/**
 * The commit of each of several candidates that landed one on top of the other. With a signature each got another id:
 * then it is the one at the same place in what landed.
 */
export async function landedCommits(batch: {
  root: string;
  from: string;
  candidates: readonly string[];
  to: string;
}): Promise<string[]> {
  const { root, from, candidates, to } = batch;
  const judged = await firstParents(root, { from, to: candidates.at(-1) ?? from });
  const landed = await firstParents(root, { from, to });
  if (judged.length !== landed.length) throw new Error(`${to} is not what was judged on ${from}`);
  return candidates.map((candidate) => {
    const commit = landed[judged.indexOf(candidate)];
    if (commit === undefined) throw new Error(`${candidate} is not among what landed as ${to}`);
    return commit;
  });
}
