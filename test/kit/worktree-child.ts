import { removeWorktree } from '../../src/git/worktree/remove-worktree.ts';
import { restoreWorktree } from '../../src/git/worktree/restore-worktree.ts';

/** Removes or restores a worktree in a process that can be killed: `node worktree-child.ts remove|restore ORDER`. */
const [verb, order = '{}'] = process.argv.slice(2);
const result = verb === 'remove' ? await removeWorktree(JSON.parse(order)) : await restoreWorktree(JSON.parse(order));
process.stdout.write(JSON.stringify(result));
