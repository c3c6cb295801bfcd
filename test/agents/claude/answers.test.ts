import { describe, expect, test } from 'vitest';
import { askedAnswer, askedQuestions } from '../../../src/agents/claude/asked.ts';
import { parseHookEvent, type PermissionRequest } from '../../../src/agents/claude/hook-event.ts';
import { permissionAnswer, permissionQuestion } from '../../../src/agents/claude/permission.ts';
import { curl, event, questions } from './payloads.ts';

const worktree = '/home/dev/acme';
const rule = { toolName: 'Bash', ruleContent: 'curl *' };
const suggestions = [
  { type: 'addRules', rules: [rule], behavior: 'allow', destination: 'localSettings' },
  { type: 'setMode', mode: 'auto', destination: 'userSettings' },
  { type: 'somethingNew', what: 1 },
];

function asked(tool: string, input: object, more: object = {}): PermissionRequest {
  const parsed = parseHookEvent(event.asks(tool, input, more));
  if (parsed?.hook_event_name !== 'PermissionRequest') throw new Error('no PermissionRequest');
  return parsed;
}

describe('a permission', () => {
  const request = asked('Bash', curl, { permission_suggestions: suggestions });
  const forSession = 'Allow for this session: Bash(curl *)';

  test('says what is wanted, and what may be answered', () => {
    expect(permissionQuestion(request, worktree)).toEqual({
      text: 'use Bash: curl -s http://127.0.0.1:1/a',
      detail: 'curl -s http://127.0.0.1:1/a\n(Fetch A)',
      options: ['Allow', forSession, 'Deny'],
      default: null,
      multiple: false,
      freeText: true,
    });
  });

  test('for the session is written into no settings, and into no other mode', () => {
    expect(permissionAnswer(request, forSession)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PermissionRequest',
        decision: {
          behavior: 'allow',
          updatedPermissions: [{ type: 'addRules', rules: [rule], behavior: 'allow', destination: 'session' }],
        },
      },
    });
  });

  test('that is not given hands the person’s words on', () => {
    expect(permissionAnswer(request, 'use wget')).toMatchObject({
      hookSpecificOutput: { decision: { behavior: 'deny', message: expect.stringContaining('use wget') } },
    });
    expect(permissionAnswer(request, 'Deny')).toMatchObject({
      hookSpecificOutput: { decision: { behavior: 'deny' } },
    });
  });

  test('of a subagent says so, and without a suggestion there is none for the session', () => {
    const question = permissionQuestion(
      asked('WebFetch', { url: 'http://x' }, { agent_id: 'a', agent_type: 'docs' }),
      worktree,
    );
    expect(question).toMatchObject({ text: 'use WebFetch: http://x (subagent docs)', options: ['Allow', 'Deny'] });
  });

  test('for a change shows it in short, with its path from the worktree', () => {
    const input = { file_path: `${worktree}/src/a.ts`, old_string: 'one\n', new_string: 'two\nthree\n' };
    expect(permissionQuestion(asked('Edit', input), worktree)).toMatchObject({
      text: 'use Edit: src/a.ts',
      detail: 'src/a.ts\n- one\n+ two\n+ three',
    });
    const content = Array.from({ length: 1060 }, (_, index) => `line ${index}\n`).join('');
    const written = permissionQuestion(asked('Write', { file_path: '/etc/x', content }), worktree);
    expect(written.detail?.split('\n')).toHaveLength(1002);
    expect(written.detail?.endsWith('… 60 more lines')).toBe(true);
  });

  test('for a tool of a server shows its input', () => {
    const question = permissionQuestion(asked('mcp__db__query', { sql: 'drop table x' }), worktree);
    expect(question.text).toBe('use db: query');
    expect(question.detail).toContain('drop table x');
  });
});

describe('what Claude Code asks', () => {
  test('keeps its headers and descriptions, and its answers go to its questions', () => {
    const request = asked('AskUserQuestion', { questions });
    expect(askedQuestions(request)).toMatchObject([
      { text: 'Which database?', detail: 'Database\nSQLite: one file\nPostgres: a server', multiple: false },
      { text: 'Which features?', detail: 'Features', options: ['Alpha', 'Beta'], multiple: true, freeText: true },
    ]);
    expect(askedAnswer(request, ['SQLite', 'Alpha, Beta'])).toMatchObject({
      hookSpecificOutput: {
        decision: {
          behavior: 'allow',
          updatedInput: { questions, answers: { 'Which database?': 'SQLite', 'Which features?': 'Alpha, Beta' } },
        },
      },
    });
  });

  test('about its plan can be agreed to, or sent back with words', () => {
    const request = asked('ExitPlanMode', { plan: '1. Write it' });
    const [question] = askedQuestions(request) ?? [];
    expect(question).toMatchObject({ detail: '1. Write it', options: ['Go on with this plan', 'Keep planning'] });
    expect(askedAnswer(request, ['Go on with this plan'])).toMatchObject({
      hookSpecificOutput: { decision: { behavior: 'allow' } },
    });
    expect(askedAnswer(request, ['too much'])).toMatchObject({
      hookSpecificOutput: { decision: { behavior: 'deny', message: expect.stringContaining('too much') } },
    });
  });

  test('is a permission like any other when its questions are not understood', () => {
    expect(askedQuestions(asked('AskUserQuestion', { questions: 'x' }))).toBeUndefined();
    expect(askedQuestions(asked('Bash', curl))).toBeUndefined();
  });
});

test('an event that is not as it should be is none', () => {
  expect(parseHookEvent({ hook_event_name: 'SomethingNew', session_id: 'x' })).toBeUndefined();
  expect(parseHookEvent({ hook_event_name: 'PreToolUse' })).toBeUndefined();
  expect(parseHookEvent('x')).toBeUndefined();
});
