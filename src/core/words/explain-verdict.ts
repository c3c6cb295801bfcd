import type { Reason, Verdict } from '../model/verdict.ts';

/** A red verdict as the agent is told it: what is wrong, the evidence, and what to do. */
export function explainReasons(verdict: Verdict): string {
  return verdict.reasons.map(explainReason).join('\n\n');
}

function explainReason(reason: Reason): string {
  switch (reason.kind) {
    case 'conflict':
      return `conflict with ${reason.target} in ${reason.files.join(', ')}\nMerge ${reason.target} into your branch (git merge ${reason.target}), resolve the conflict and keep both intentions.`;
    case 'check': {
      const status = reason.exit === null ? '' : ` (exit status ${reason.exit})`;
      return `check failed: ${reason.name}${status}\n$ ${reason.run}\n${reason.tail}`.trimEnd();
    }
    case 'scope':
      return `out of scope: ${reason.files.join(', ')}\nThe task may touch only: ${reason.scope.join(', ')}. Undo the changes elsewhere, or ask for more: signalbox ask --widen GLOB "why".`;
    case 'snapshot':
      return `the work cannot be taken as it is: ${reason.why}`;
    case 'findings':
      return `the change is refused for what it does:\n${reason.lines.join('\n')}`;
    case 'hook':
      return `the hook ${reason.hook} refuses it\n${reason.tail}`.trimEnd();
    case 'diverged':
      return reason.why;
    case 'target':
      return `check ${reason.name} is red on ${reason.target} itself, without this work\n$ ${reason.run}\n${reason.tail}`.trimEnd();
    case 'setup':
      return `set-up failed on the merged result: ${reason.run}\n${reason.tail}`.trimEnd();
  }
}

/** One line for a person: `✓`-less, so that the glyph is the screen's own choice. */
export function summariseVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'green':
      return `${verdict.checks.length} ${verdict.checks.length === 1 ? 'check' : 'checks'} green`;
    case 'unchecked':
      return 'nothing was verified: no check is configured';
    case 'unchanged':
      return 'nothing changed: a report';
    case 'infrastructure':
      return 'checks did not run to their end';
    case 'flaky':
      return `a check is flaky: ${verdict.checks
        .filter((check) => check.outcome === 'flaky')
        .map((check) => check.name)
        .join(', ')}`;
    case 'red':
    case 'target-red':
      return verdict.reasons.map((reason) => explainReason(reason).split('\n', 1)[0]).join('; ');
  }
}
