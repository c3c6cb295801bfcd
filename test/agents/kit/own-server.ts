import { appendFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

// An MCP server of the person's own, without a tool: it leaves a line in their home, and greets whoever starts it.

const callSchema = z.looseObject({ id: z.union([z.number(), z.string()]), method: z.string() });
const initializeSchema = z.looseObject({ params: z.looseObject({ protocolVersion: z.string() }) });

function resultOf(method: string, message: unknown): object | null {
  if (method === 'tools/list') return { tools: [] };
  if (method === 'ping') return {};
  if (method !== 'initialize') return null;
  const { protocolVersion } = initializeSchema.parse(message).params;
  return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'own', version: '1.0.0' } };
}

appendFileSync(join(homedir(), 'own-server.log'), 'ran\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  const message: unknown = JSON.parse(line);
  const call = callSchema.safeParse(message);
  if (!call.success) return;
  const { id, method } = call.data;
  const result = resultOf(method, message);
  const answer = result === null ? { error: { code: -32_601, message: `there is no ${method}` } } : { result };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
});
