import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { z } from 'zod';

/** A question as the agent writes it down. */
interface Asked {
  readonly text: string;
  readonly options: readonly string[];
  readonly default: string;
}

/** What the agent of the demo can do: a scripted one, with the same tools that a real one has. */
export interface DemoAgent {
  readonly round: number;
  /** Why it was sent back; empty in the first round. */
  readonly feedback: string;
  say(text: string): Promise<void>;
  progress(text: string): void;
  read(path: string): string;
  write(path: string, content: string): Promise<void>;
  /** Runs a command and shows its output; gives its exit status. */
  run(program: string, ...words: string[]): Promise<number>;
  /** Asks the person and waits; gives the answers in the order of the questions. */
  ask(questions: readonly Asked[]): Promise<string[]>;
  /** Hands the work in; gives the verdict's words, or null when it is green. */
  done(summary: string): Promise<string | null>;
}

const answersSchema = z.object({ answers: z.array(z.object({ text: z.string() })) });

/** Runs the command that a real agent would run. */
function signalbox(...words: string[]): { status: number; text: string } {
  const { status, stdout } = spawnSync('signalbox', words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { status: status ?? 1, text: stdout.trim() };
}

/** An agent that shows what it does line by line, `paceMs` apart: slow enough to be seen. */
export function demoAgent({ env, paceMs }: { env: NodeJS.ProcessEnv; paceMs: number }): DemoAgent {
  const show = async (line: string) => {
    process.stdout.write(`${line}\n`);
    await pause(paceMs);
  };
  return {
    round: Number(env['SIGNALBOX_ROUND'] ?? '1'),
    feedback: env['SIGNALBOX_FEEDBACK'] ?? '',
    say: (text) => show(`\x1b[1m●\x1b[0m ${text}`),
    progress: (text) => void signalbox('progress', text),
    read: (path) => readFileSync(path, 'utf8'),
    async write(path, content) {
      await show(`\x1b[36m●\x1b[0m Write ${path}`);
      mkdirSync(dirname(path), { recursive: true });
      for (const line of content.trimEnd().split('\n')) await show(`  \x1b[32m+ ${line}\x1b[0m`);
      writeFileSync(path, content);
    },
    async run(program, ...words) {
      await show(`\x1b[36m●\x1b[0m Bash ${[program, ...words].join(' ')}`);
      const { status, stdout } = spawnSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      for (const line of lastLines(stdout)) await show(`  \x1b[2m${line}\x1b[0m`);
      return status ?? 1;
    },
    async ask(questions) {
      for (const question of questions) await show(`\x1b[33m?\x1b[0m ${question.text}`);
      const file = join(dirname(env['SIGNALBOX_PROMPT_FILE'] ?? '.'), 'questions.yaml');
      writeFileSync(file, stringify(questions));
      const { text } = signalbox('ask', '--wait', '--json', '--file', file);
      const answers = answersSchema.parse(JSON.parse(text)).answers.map((answer) => answer.text);
      for (const answer of answers) await show(`  → ${answer}`);
      return answers;
    },
    async done(summary) {
      await show('\x1b[36m●\x1b[0m Bash signalbox done');
      const { status, text } = signalbox('done', '--summary', summary);
      for (const line of lastLines(text)) await show(`  \x1b[${status === 0 ? 32 : 31}m${line}\x1b[0m`);
      return status === 0 ? null : text;
    },
  };
}

function lastLines(text: string): string[] {
  return text.trimEnd().split('\n').slice(-6);
}
