import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { z } from 'zod';

const addressSchema = z.object({ port: z.number() });

/** Where hooks are heard while a scene is recorded. */
export async function startHookServer(
  hear: (request: IncomingMessage, response: ServerResponse) => Promise<void> | undefined,
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const heard = hear(request, response);
    if (heard === undefined) return void response.writeHead(503).end();
    heard.catch((thrown: unknown) => {
      process.stderr.write(`hook: ${String(thrown)}\n`);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${addressSchema.parse(server.address()).port}/hook` };
}
