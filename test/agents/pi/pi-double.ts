import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/*
 * Stands in for pi where it is not installed: loads the extension as pi does (`-e FILE`), gives it pi's events in pi's
 * order, and takes what it sends. Prompts tell what the "model" does.
 */

type Handler = (event: object, context: object) => unknown;

const handlers = new Map<string, Handler>();
const path = process.argv[process.argv.indexOf('-e') + 1] ?? '';
const session = process.argv.indexOf('--session');
const context = {
  isIdle: () => turn === null,
  abort: () => end('aborted'),
  sessionManager: { getSessionFile: () => (session === -1 ? path : process.argv[session + 1]) },
};
let turn: NodeJS.Timeout | null = null;

function emit(name: string, event: object = {}): void {
  handlers.get(name)?.(event, context);
}

function end(stopReason: string, more: object = {}): void {
  if (turn !== null) clearTimeout(turn);
  turn = null;
  const content = [{ type: 'text', text: 'I did it. ' }, { type: 'toolCall' }, { type: 'text', text: 'All right?' }];
  emit('agent_end', { messages: [{ role: 'user' }, { role: 'assistant', stopReason, content, ...more }] });
}

function begin(prompt: string): void {
  process.stdout.write(`${prompt.replaceAll('\n', '\r\n')}\r\n`);
  emit('before_agent_start', { prompt });
  emit('agent_start');
  emit('tool_execution_start', { toolName: 'bash', args: { command: 'npm test\nnpm run lint' } });
  emit('tool_execution_end');
  const fails = prompt.includes('fail');
  if (prompt.includes('retry')) process.stdout.write('Retrying (1/3) in 2s\r\n');
  turn = setTimeout(end, prompt.includes('hold') ? 1_000_000 : 20, fails ? 'error' : 'stop', {
    errorMessage: '401 no',
  });
}

type Extension = (pi: object) => void;
const isExtension = (value: unknown): value is Extension => typeof value === 'function';
const { default: extension } = z.object({ default: z.unknown() }).parse(await import(pathToFileURL(path).href));
if (!isExtension(extension)) throw new TypeError(`${path} is no extension`);
extension({
  on: (name: string, handler: Handler) => handlers.set(name, handler),
  sendUserMessage: (text: string) => {
    if (turn === null) begin(text);
    else process.stdout.write(`steer: ${text}\r\n`);
  },
});
emit('session_start', { reason: 'startup' });
setInterval(() => undefined, 1_000_000);
