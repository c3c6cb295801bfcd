import { createInterface } from 'node:readline';
import { z } from 'zod';

// An MCP server without tools, for agents that wait at their start until one has said hello.

const messageSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.looseObject({ protocolVersion: z.string().optional() }).optional(),
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = messageSchema.parse(JSON.parse(line));
  if (id === undefined) return;
  const serverInfo = { name: 'signalbox', version: '1' };
  const hello = { protocolVersion: params?.protocolVersion ?? '2025-06-18', capabilities: { tools: {} }, serverInfo };
  const result = method === 'initialize' ? hello : method === 'tools/list' ? { tools: [] } : {};
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
});
