import type { EndedJob } from '../model/terminals.ts';

/** Where a job with this port is reached. */
export function jobAddress(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** How a job ended, in words. */
export function howJobEnded({ exit, signal, asked }: Pick<EndedJob, 'exit' | 'signal' | 'asked'>): string {
  if (asked) return 'stopped';
  if (signal !== null) return `killed by ${signal}`;
  return exit === null ? 'gone: it left no exit status' : `ended with status ${exit}`;
}

/** What an agent is told of a job of its own that ended by itself. */
export function jobEndedWords(job: EndedJob): string {
  const last = job.screen.filter((line) => line.trim() !== '');
  return [
    `Your job ${job.name} (${job.command}) has ended: ${howJobEnded(job)}. It is not started again by itself: signalbox job restart ${job.name}`,
    ...(last.length === 0 ? [] : ['Its last lines:', ...last]),
  ].join('\n');
}

/** Programs whose first argument says more than their own name. */
const runners = new Set(['npm', 'npx', 'pnpm', 'yarn', 'bun', 'bunx', 'deno', 'make', 'cargo', 'go', 'uv', 'poetry']);
const interpreters = new Set(['sh', 'bash', 'node', 'python', 'python3', 'ruby', 'php', 'env']);
/** Words of a runner that name nothing. */
const fillers = new Set(['run', 'exec', 'run-script', '--']);

/** What a job is called when nobody named it: `npm run dev` is `dev`. */
export function jobNameOf(command: string): string {
  const words = command.split(/\s+/).filter((word) => word !== '' && !/^\w+=/.test(word));
  const [program = 'job', ...args] = words;
  const own = lastPart(program);
  const spoken = runners.has(own) || interpreters.has(own);
  const word = spoken ? args.find((arg) => !arg.startsWith('-') && !fillers.has(arg)) : undefined;
  const name = lastPart(word ?? own).replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 32) || 'job';
}

function lastPart(word: string): string {
  return word.split('/').findLast((part) => part !== '') ?? word;
}
