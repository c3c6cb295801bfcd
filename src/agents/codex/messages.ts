import { z } from 'zod';

/**
 * What is read of the app-server's messages. The whole protocol: `codex app-server generate-ts --experimental --out DIR`.
 * Fields that are not needed are not asked for, so that a later version may change them.
 */

const requestId = z.union([z.string(), z.number()]);
export type RequestId = z.infer<typeof requestId>;

/** JSON-RPC without its `jsonrpc` field. */
export const messageSchema = z.object({
  id: requestId.optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

const statusSchema = z.object({ type: z.string() });

export const threadSchema = z.object({
  id: z.string(),
  /** The thread whose helper it is. */
  parentThreadId: z.string().nullish(),
  ephemeral: z.boolean().nullish(),
  /** Seconds since the epoch. */
  updatedAt: z.number().nullish(),
  status: statusSchema,
});
export type Thread = z.infer<typeof threadSchema>;

const changeSchema = z.object({ path: z.string(), diff: z.string() });
const askedLaterSchema = z.object({ title: z.string(), options: z.array(z.string()).nullish() });
export type AskedLater = z.infer<typeof askedLaterSchema>;

const knownItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('userMessage'), id: z.string(), clientId: z.string().nullish() }),
  z.object({
    type: z.literal('agentMessage'),
    id: z.string(),
    text: z.string(),
    /** Questions that the agent asked and did not wait for: `request_user_input_async`. */
    questions: z.array(askedLaterSchema).nullish(),
  }),
  z.object({ type: z.literal('commandExecution'), id: z.string(), command: z.string() }),
  z.object({ type: z.literal('fileChange'), id: z.string(), changes: z.array(changeSchema) }),
  z.object({ type: z.literal('mcpToolCall'), id: z.string(), server: z.string(), tool: z.string() }),
  z.object({
    type: z.literal('subAgentActivity'),
    id: z.string(),
    agentThreadId: z.string(),
    agentPath: z.string(),
  }),
]);
const otherItemSchema = z.object({ type: z.string(), id: z.string() }).transform(({ id }) => ({
  type: 'other' as const,
  id,
}));
const itemSchema = z.union([knownItemSchema, otherItemSchema]);
export type Item = z.infer<typeof itemSchema>;

const errorSchema = z.object({ message: z.string(), additionalDetails: z.string().nullish() });
export type TurnError = z.infer<typeof errorSchema>;

export const turnSchema = z.object({
  id: z.string(),
  status: z.string(),
  items: z.array(itemSchema),
  error: errorSchema.nullish(),
  /** Seconds since the epoch. */
  startedAt: z.number().nullish(),
});
export type Turn = z.infer<typeof turnSchema>;

/** What the server tells without being asked; anything else is passed over. */
export const noticeSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('thread/started'), params: z.object({ thread: threadSchema }) }),
  z.object({
    method: z.literal('thread/status/changed'),
    params: z.object({ threadId: z.string(), status: statusSchema }),
  }),
  z.object({ method: z.literal('turn/started'), params: z.object({ threadId: z.string(), turn: turnSchema }) }),
  z.object({ method: z.literal('turn/completed'), params: z.object({ threadId: z.string(), turn: turnSchema }) }),
  z.object({ method: z.literal('item/started'), params: z.object({ threadId: z.string(), item: itemSchema }) }),
  z.object({ method: z.literal('item/completed'), params: z.object({ threadId: z.string(), item: itemSchema }) }),
  z.object({
    method: z.literal('error'),
    params: z.object({ threadId: z.string(), error: errorSchema, willRetry: z.boolean() }),
  }),
  z.object({
    method: z.literal('serverRequest/resolved'),
    params: z.object({ threadId: z.string(), requestId }),
  }),
]);
export type Notice = z.infer<typeof noticeSchema>;
export const noticeMethods: ReadonlySet<string> = new Set(
  noticeSchema.options.map((option) => option.shape.method.value),
);

const about = { threadId: z.string(), turnId: z.string(), itemId: z.string() };
const decisions = z.array(z.unknown()).nullish();
const pathsSchema = z.array(z.string()).nullish();
const permissionsSchema = z.object({
  network: z.unknown().optional(),
  fileSystem: z.object({ read: pathsSchema, write: pathsSchema }).nullish(),
});

/** A field of a form that an MCP server shows. */
const fieldSchema = z.object({
  type: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  enum: z.array(z.string()).nullish(),
  oneOf: z.array(z.object({ const: z.string(), title: z.string() })).nullish(),
  default: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});
export type FormField = z.infer<typeof fieldSchema>;

/** What the server asks of its clients, all of them: the first answer counts. Other requests are the TUI's. */
export const questionSchema = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('item/commandExecution/requestApproval'),
    id: requestId,
    params: z.object({
      ...about,
      reason: z.string().nullish(),
      command: z.string().nullish(),
      cwd: z.string().nullish(),
      networkApprovalContext: z.object({ host: z.string(), protocol: z.string() }).nullish(),
      availableDecisions: decisions,
    }),
  }),
  z.object({
    method: z.literal('item/fileChange/requestApproval'),
    id: requestId,
    params: z.object({ ...about, reason: z.string().nullish(), grantRoot: z.string().nullish() }),
  }),
  z.object({
    method: z.literal('item/permissions/requestApproval'),
    id: requestId,
    params: z.object({ ...about, reason: z.string().nullish(), permissions: permissionsSchema }),
  }),
  z.object({
    method: z.literal('item/tool/requestUserInput'),
    id: requestId,
    params: z.object({
      ...about,
      questions: z.array(
        z.object({
          id: z.string(),
          question: z.string(),
          isOther: z.boolean().nullish(),
          isSecret: z.boolean().nullish(),
          options: z.array(z.object({ label: z.string(), description: z.string() })).nullish(),
        }),
      ),
    }),
  }),
  z.object({
    method: z.literal('mcpServer/elicitation/request'),
    id: requestId,
    params: z
      .object({
        threadId: z.string(),
        turnId: z.string().nullish(),
        serverName: z.string(),
        mode: z.string(),
        message: z.string().nullish(),
        title: z.string().nullish(),
        _meta: z
          .object({
            codex_approval_kind: z.string().nullish(),
            persist: z.union([z.string(), z.array(z.string())]).nullish(),
            tool_params: z.unknown().optional(),
          })
          .nullish(),
        requestedSchema: z
          .object({ properties: z.record(z.string(), fieldSchema), required: z.array(z.string()).nullish() })
          .nullish()
          // Forms of other kinds are not read: only the terminal shows them.
          .catch(null),
      })
      .transform((params) => ({ ...params, meta: params['_meta'] })),
  }),
]);
export type ServerQuestion = z.infer<typeof questionSchema>;
export const questionMethods: ReadonlySet<string> = new Set(
  questionSchema.options.map((option) => option.shape.method.value),
);

/** Answers to what we ask. */
export const loadedSchema = z.object({ data: z.array(z.string()) });
export const threadAnswerSchema = z.object({ thread: threadSchema });
export const turnsSchema = z.object({ data: z.array(turnSchema) });
export const terminalsSchema = z.object({ data: z.array(z.object({ itemId: z.string(), command: z.string() })) });
