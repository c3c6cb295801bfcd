import { isAbsolute, join } from 'node:path';
import type { Asked, Call, Tool } from './asked.ts';
import { workingDirectory } from './asked.ts';
import type { Act, Question } from './scenario.ts';

type Input = Call['input'];
/** A kind of act, by the key that tells it: `shell`. */
type Named<Key extends PropertyKey> = Extract<Act, Record<Key, unknown>>;

/** The calls with which this agent does what the act says; null when it is not offered the tool for it. */
export function translate(act: Act, asked: Asked): Call[] | null {
  if ('shell' in act) return one(shell(act, asked));
  if ('write' in act) return write(act, asked);
  if ('read' in act) return read(act, asked);
  if ('ask' in act) return one(ask(act.ask, asked));
  if ('mcp' in act) return one(mcp(act, asked));
  if ('subagent' in act) return one(subagent(act.subagent, asked));
  if ('call' in act)
    return one(callOf(asked.tools.find(({ name }) => name === act.call) ?? plain(act.call), act.input));
  return [];
}

type Made = Call | null;

function one(call: Made): Call[] | null {
  return call === null ? null : [call];
}

function callOf(tool: Tool, input: Input): Call {
  return { id: `call_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`, tool, input };
}

function plain(name: string, namespace: string | null = null): Tool {
  return { name, namespace, freeform: false, takes: [] };
}

/** A call of the first of these tools that is offered. */
function firstOffered(asked: Asked, choices: Readonly<Record<string, (tool: Tool) => Input>>): Made {
  for (const [name, input] of Object.entries(choices)) {
    const tool = asked.tools.find((offered) => offered.name === name);
    if (tool !== undefined) return callOf(tool, input(tool));
  }
  return null;
}

function shell({ shell: command, privileged = false, background = false }: Named<'shell'>, asked: Asked): Made {
  const described = { command, description: 'Run a command' };
  const leave = { sandbox_permissions: 'require_escalated', justification: `May I run ${command}?` };
  return firstOffered(asked, {
    Bash: () => ({ ...described, ...(background && { run_in_background: true }) }),
    exec_command: () => ({ cmd: command, ...(privileged && leave) }),
    shell_command: () => ({ command, ...(privileged && leave) }),
    shell: () => ({ command: ['bash', '-lc', command], ...(privileged && leave) }),
    exec: () => program('exec_command', { cmd: command, ...(privileged && leave) }),
    run_shell_command: () => ({ ...described, ...(background && { is_background: true }) }),
    bash: () => described,
  });
}

/** Codex's code mode: the model writes a program that calls the tools. */
function program(tool: string, input: Input): string {
  return `text(await tools.${tool}(${JSON.stringify(input)}))`;
}

function write(act: Named<'write'>, asked: Asked): Call[] | null {
  const path = absolute(act.write, asked);
  const { content } = act;
  const patch = () =>
    `*** Begin Patch\n*** Add File: ${act.write}\n${content.replace(/\n$/, '').replace(/^/gm, '+')}\n*** End Patch`;
  const call = firstOffered(asked, {
    Write: () => ({ file_path: path, content }),
    apply_patch: patch,
    exec: () => program('apply_patch', patch()),
    write_file: () => ({ file_path: path, content }),
    write: (tool) => ({ [tool.takes.includes('filePath') ? 'filePath' : 'path']: path, content }),
  });
  if (call !== null) return [call];
  const script = `cat > '${act.write}' <<'WRITTEN'\n${content.replace(/\n$/, '')}\nWRITTEN`;
  return one(shell({ shell: script }, asked));
}

function read(act: Named<'read'>, asked: Asked): Call[] | null {
  const path = absolute(act.read, asked);
  const call = firstOffered(asked, {
    Read: () => ({ file_path: path }),
    read_file: () => ({ file_path: path }),
    read: (tool) => ({ [tool.takes.includes('filePath') ? 'filePath' : 'path']: path }),
  });
  return call === null ? one(shell({ shell: `cat '${act.read}'` }, asked)) : [call];
}

function absolute(path: string, asked: Asked): string {
  return isAbsolute(path) ? path : join(workingDirectory(asked.body) ?? '', path);
}

function ask(questions: readonly Question[], asked: Asked): Made {
  const told = (extra: (question: Question, index: number) => object) => ({
    questions: questions.map((question, index) => ({
      ...extra(question, index),
      question: question.question,
      header: question.header ?? 'Question',
      options: question.options.map((label) => ({ label, description: `${label}, then` })),
    })),
  });
  const multiSelect = () => told(({ multiple = false }) => ({ multiSelect: multiple }));
  return firstOffered(asked, {
    AskUserQuestion: multiSelect,
    request_user_input_async: () => ({
      questions: questions.map((question) => ({ title: question.question, options: question.options })),
    }),
    request_user_input: () => told((_, index) => ({ id: `question_${index + 1}` })),
    question: () => told(({ multiple = false }) => ({ multiple })),
    ask_user: () => told(({ multiple = false }) => ({ type: 'choice', multiSelect: multiple })),
    ask_user_question: multiSelect,
  });
}

function mcp({ mcp: name, input, server = 'signalbox' }: Named<'mcp'>, asked: Asked): Made {
  const full = [`mcp__${server}__${name}`, `mcp_${server}_${name}`, `${server}_${name}`];
  const offered = asked.tools.find(
    (tool) => (tool.namespace === `mcp__${server}` && tool.name === name) || full.includes(tool.name),
  );
  if (offered !== undefined) return callOf(offered, input);
  const exec = asked.tools.find((tool) => tool.name === 'exec' && tool.freeform);
  if (exec !== undefined) return callOf(exec, program(`mcp__${server}__${name}`, input));
  // Claude Code takes calls of tools that it has not offered yet: its first request comes before its servers are there.
  return asked.protocol === 'anthropic' ? callOf(plain(`mcp__${server}__${name}`), input) : null;
}

function subagent(prompt: string, asked: Asked): Made {
  const described = { description: 'Help with this', prompt };
  return firstOffered(asked, {
    Agent: () => ({ ...described, subagent_type: 'general-purpose' }),
    Task: () => ({ ...described, subagent_type: 'general-purpose' }),
    task: () => ({ ...described, subagent_type: 'general' }),
    spawn_agent: () => ({ message: prompt }),
  });
}
