import type { DialogQuestion } from '../../core/model/report.ts';
import type { PermissionRequest, Suggestion } from './hook-event.ts';
import { toolDetail, toolTitle, toolWords } from './tool-words.ts';

/**
 * A permission that Claude Code asks for, as a dialog of ours, and the person's answer as its hook says it.
 * "For this session" is Claude Code's own suggestion with the session as its place: nothing is written to its settings.
 */

const allow = 'Allow';
const deny = 'Deny';
const forSession = 'Allow for this session';

/** The reply of a PermissionRequest hook. */
export function permissionReply(decision: Readonly<Record<string, unknown>>): unknown {
  return { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision } };
}

/** What may be taken over of a suggestion: never another way of deciding, which the person did not ask for. */
function usable(suggestion: Suggestion): boolean {
  switch (suggestion.type) {
    case 'addRules':
      return suggestion.behavior === 'allow' && suggestion.rules.length > 0;
    case 'addDirectories':
      return suggestion.directories.length > 0;
    case 'setMode':
      return suggestion.mode === 'acceptEdits';
    case 'unknown':
      return false;
  }
}

function suggestionWords(suggestion: Suggestion): string {
  switch (suggestion.type) {
    case 'addRules':
      return suggestion.rules
        .map((rule) =>
          rule.ruleContent === undefined ? toolTitle(rule.toolName) : `${rule.toolName}(${rule.ruleContent})`,
        )
        .join(', ');
    case 'addDirectories':
      return `everything in ${suggestion.directories.join(', ')}`;
    case 'setMode':
      return 'all edits';
    case 'unknown':
      return '';
  }
}

/** The label that allows this and what is like it; undefined when Claude Code suggests nothing of the kind. */
function sessionLabel(event: PermissionRequest): string | undefined {
  const words = event.permission_suggestions.filter(usable).map(suggestionWords);
  return words.length === 0 ? undefined : `${forSession}: ${words.join(', ')}`;
}

/** The question that is put to the person, as what is wanted: `use Bash: npm test`. Free text is a refusal with that as its reason. */
export function permissionQuestion(event: PermissionRequest, worktree: string): DialogQuestion {
  const session = sessionLabel(event);
  const [named, ...rest] = toolWords(event.tool_name, event.tool_input, worktree).split(' ');
  const whose = event.agent_id === undefined ? '' : ` (subagent${event.agent_type ? ` ${event.agent_type}` : ''})`;
  return {
    text: `use ${named}${rest.length === 0 ? '' : `: ${rest.join(' ')}`}${whose}`,
    detail: toolDetail(event.tool_input, worktree),
    options: [allow, ...(session === undefined ? [] : [session]), deny],
    default: null,
    multiple: false,
    freeText: true,
  };
}

/** Whether the person's answer refuses the call. */
export function isRefusal(event: PermissionRequest, answer: string): boolean {
  return answer !== allow && answer !== sessionLabel(event);
}

/** What the hook prints for the person's answer. */
export function permissionAnswer(event: PermissionRequest, answer: string): unknown {
  if (answer === allow) return permissionReply({ behavior: 'allow' });
  if (answer === sessionLabel(event)) {
    const updatedPermissions = event.permission_suggestions
      .filter(usable)
      .map((suggestion) => ({ ...suggestion, destination: 'session' }));
    return permissionReply({ behavior: 'allow', updatedPermissions });
  }
  const message =
    answer === deny
      ? 'The person refused this. Go on without it, or ask what to do instead.'
      : `The person refused this and says: ${answer}`;
  return permissionReply({ behavior: 'deny', message });
}
