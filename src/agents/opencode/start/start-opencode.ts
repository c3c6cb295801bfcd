import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { Start, StartOrder } from '../../adapter.ts';
import { hasConversation, configuredPermissions } from './look-up.ts';
import { firstMessageFile, serverFile } from '../run-files.ts';
import { sessionConfig } from './session-config.ts';

/** Linux takes 128 KiB for each argument. */
const longestArgumentBytes = 120_000;

const taskFollows = 'Your task follows as the next message. Do nothing before it is there.';

/**
 * The terminal program is the HTTP server too, so it lives in the session's holder and survives the daemon.
 * `--prompt` is submitted at once; together with `--session` it is kept for the next new conversation instead (seen), so
 * what a resumed one is told goes over HTTP.
 */
export async function startOpencode(order: StartOrder): Promise<Start> {
  const { command, options, env, runDir, briefing, news } = order;
  const port = await freePort();
  const password = randomBytes(24).toString('base64url');
  const [there, configured] = await Promise.all([
    order.conversation !== null && hasConversation(order, order.conversation),
    configuredPermissions(order),
  ]);
  const conversation = there ? order.conversation : null;
  serverFile.write(runDir, { port, password, startedAt: Date.now(), conversation });
  const told = conversation === null ? briefing : news;
  // A NUL would end the argument.
  const argument = briefing.replaceAll('\0', '');
  const fits = Buffer.byteLength(argument) <= longestArgumentBytes;
  const prompt = conversation !== null ? ['--session', conversation] : ['--prompt', fits ? argument : taskFollows];
  const overHttp = told !== '' && (conversation !== null || !fits);
  if (overHttp) firstMessageFile.write(runDir, { text: told, ids: null, sent: false });
  return {
    argv: [...command, '--port', String(port), '--hostname', '127.0.0.1', ...prompt, ...options.args],
    env: {
      OPENCODE_CONFIG_CONTENT: sessionConfig(env['OPENCODE_CONFIG_CONTENT'], {
        mcp: order.mcp,
        configured,
      }),
      // No other user of this machine may drive it.
      OPENCODE_SERVER_USERNAME: 'opencode',
      OPENCODE_SERVER_PASSWORD: password,
      OPENCODE_DISABLE_AUTOUPDATE: '1',
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
