import type { DialogQuestion, Report } from '../../core/model/report.ts';
import type { DialogAnswers } from '../adapter.ts';
import { formAnswer, formQuestions } from './form.ts';
import type { AskedLater, ServerQuestion } from './messages.ts';

type Opened = Extract<Report, { kind: 'dialog-opened' }>;

/** What a person can say to a permission. Nothing is offered that Codex would write into the person's own files. */
const allow = 'Allow';
const allowInSession = 'Allow for this session';
const deny = 'Deny';

/** An answer on its way to Codex. */
export interface DialogReply {
  readonly result: object;
  /** Said to the agent as well, because the protocol has no place for it; null: nothing. */
  readonly said: string | null;
}

/**
 * The name of a server's question, the same in each daemon: the server asks a client that comes late again under the same
 * id. Its ids begin anew with each server; a turn does not outlive one.
 */
export function dialogName({ id, params }: ServerQuestion): string {
  const item = 'itemId' in params ? params.itemId : 'elicitation';
  return `${params.turnId ?? params.threadId}/${item}/${id}`;
}

/** A server's question as a dialog. `changes`: the diff of a file change by the id of its item. */
export function dialogOf(question: ServerQuestion, changes: ReadonlyMap<string, string>): Opened {
  const opened = (about: Opened['about'], questions: readonly DialogQuestion[]): Opened => ({
    kind: 'dialog-opened',
    dialog: dialogName(question),
    about,
    questions,
    rule: `app-server ${question.method}`,
  });
  switch (question.method) {
    case 'item/commandExecution/requestApproval': {
      const { reason, command, cwd, networkApprovalContext: network } = question.params;
      const text = network ? `Let it reach ${network.host} (${network.protocol})?` : 'Run this command?';
      const detail = [command ? `$ ${bareCommand(command)}` : '', cwd ? `in ${cwd}` : ''].filter(Boolean).join('\n');
      return opened('permission', [permission(reason || text, detail, mayRemember(question))]);
    }
    case 'item/fileChange/requestApproval': {
      const { reason, grantRoot, itemId } = question.params;
      const root = grantRoot ? `Let it write below ${grantRoot}?` : 'Make these edits?';
      return opened('permission', [permission(reason || root, changes.get(itemId) ?? '', true)]);
    }
    case 'item/permissions/requestApproval': {
      const { reason, permissions } = question.params;
      return opened('permission', [permission(reason || 'Give it more rights?', rights(permissions), true)]);
    }
    case 'item/tool/requestUserInput': {
      const { questions } = question.params;
      if (questions.some((one) => one.isSecret)) return opened('menu', [inTerminal('It asks for a secret')]);
      return opened('question', questions.map(asked));
    }
    case 'mcpServer/elicitation/request':
      return elicited(question, opened);
  }
}

/** What Codex is told. `answers`: one for each question of `dialogOf`, in its order. */
export function replyTo(question: ServerQuestion, answers: DialogAnswers): DialogReply {
  const [first = deny] = answers;
  switch (question.method) {
    case 'item/commandExecution/requestApproval':
    case 'item/fileChange/requestApproval': {
      const decision = first === allow ? 'accept' : first === allowInSession ? 'acceptForSession' : 'decline';
      return { result: { decision }, said: toldWithDenial(first) };
    }
    case 'item/permissions/requestApproval': {
      const allowed = first === allow || first === allowInSession;
      const scope = first === allowInSession ? 'session' : 'turn';
      return {
        result: { permissions: allowed ? question.params.permissions : {}, scope },
        said: toldWithDenial(first),
      };
    }
    case 'item/tool/requestUserInput': {
      const entries = question.params.questions.map(({ id, options }, index) => {
        const text = answers[index] ?? '';
        const isOption = options?.some(({ label }) => label === text) ?? false;
        return [id, { answers: [isOption ? text : `user_note: ${text}`] }] as const;
      });
      return { result: { answers: Object.fromEntries(entries) }, said: null };
    }
    case 'mcpServer/elicitation/request': {
      if (!isToolApproval(question))
        return { result: formAnswer(question.params.requestedSchema, answers), said: null };
      const action = first === allow || first === allowInSession ? 'accept' : 'decline';
      const meta = first === allowInSession ? { persist: 'session' } : null;
      return { result: { action, content: null, _meta: meta }, said: toldWithDenial(first) };
    }
  }
}

/** Questions that the agent does not wait for; their answer is a message. */
export function laterDialog(item: string, questions: readonly AskedLater[]): Opened {
  return {
    kind: 'dialog-opened',
    dialog: laterName(item),
    about: 'question',
    questions: questions.map(({ title, options }) => ({
      text: title,
      detail: null,
      options: [...(options ?? [])],
      // The tool tells the agent to put what it recommends first.
      default: options?.[0] ?? null,
      multiple: false,
      freeText: true,
    })),
    rule: 'app-server item agentMessage with questions',
  };
}

export function laterName(item: string): string {
  return `later/${item}`;
}

/** The answers to such questions, as the message that they are. */
export function laterAnswer(questions: readonly AskedLater[], answers: DialogAnswers): string {
  return questions.map(({ title }, index) => `${title}\n${answers[index] ?? ''}`).join('\n\n');
}

/** The command without the shell that Codex puts around it. */
export function bareCommand(command: string): string {
  return /^\S*sh -l?c '([^']*)'$/s.exec(command)?.[1] ?? /^\S*sh -l?c (\S+)$/s.exec(command)?.[1] ?? command;
}

function permission(text: string, detail: string, mayStay: boolean): DialogQuestion {
  return {
    text,
    detail: detail === '' ? null : detail,
    options: mayStay ? [allow, allowInSession, deny] : [allow, deny],
    default: null,
    multiple: false,
    // Any other word is a "no" with a reason, which the agent is told.
    freeText: true,
  };
}

/** A command can be allowed for the session where the server says so, or says nothing. */
function mayRemember({
  params,
}: Extract<ServerQuestion, { method: 'item/commandExecution/requestApproval' }>): boolean {
  return params.availableDecisions?.includes('acceptForSession') ?? false;
}

function toldWithDenial(answer: string): string | null {
  return answer === allow || answer === allowInSession || answer === deny ? null : answer;
}

function asked(one: Extract<ServerQuestion, { method: 'item/tool/requestUserInput' }>['params']['questions'][number]) {
  const options = one.options ?? [];
  const detail = options.map(({ label, description }) => `${label}: ${description}`).join('\n');
  return {
    text: one.question,
    detail: detail === '' ? null : detail,
    options: options.map(({ label }) => label),
    default: options.find(({ label }) => label.endsWith('(Recommended)'))?.label ?? null,
    multiple: false,
    freeText: one.isOther === true || options.length === 0,
  };
}

type Elicitation = Extract<ServerQuestion, { method: 'mcpServer/elicitation/request' }>;

function isToolApproval({ params }: Elicitation): boolean {
  return params.meta?.codex_approval_kind === 'mcp_tool_call';
}

function elicited(
  question: Elicitation,
  opened: (about: Opened['about'], questions: readonly DialogQuestion[]) => Opened,
): Opened {
  const { serverName, mode, message, title, meta, requestedSchema } = question.params;
  const text = message || title || `The MCP server ${serverName} asks something`;
  if (isToolApproval(question)) {
    const detail = meta?.tool_params === undefined ? '' : JSON.stringify(meta.tool_params, null, 1);
    return opened('permission', [permission(text, detail, meta?.persist?.includes('session') ?? false)]);
  }
  const questions = mode === 'form' ? formQuestions(text, requestedSchema) : null;
  return questions === null ? opened('menu', [inTerminal(text)]) : opened('question', questions);
}

function inTerminal(text: string): DialogQuestion {
  const detail = 'Only its terminal can answer this.';
  return { text, detail, options: [], default: null, multiple: false, freeText: false };
}

type Rights = Extract<ServerQuestion, { method: 'item/permissions/requestApproval' }>['params']['permissions'];

function rights({ network, fileSystem }: Rights): string {
  const rows = [
    ['network', network],
    ['read', fileSystem?.read],
    ['write', fileSystem?.write],
  ].filter(([, value]) => value !== undefined && value !== null);
  return rows.map(([name, value]) => `${String(name)}: ${JSON.stringify(value)}`).join('\n');
}
