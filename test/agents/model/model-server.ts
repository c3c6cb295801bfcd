import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { z } from 'zod';
import { type Delivery, answer } from './answer.ts';
import type { Asked } from './asked.ts';
import { Gates } from './gates.ts';
import { anthropic } from './protocols/anthropic.ts';
import { completions } from './protocols/completions.ts';
import { gemini } from './protocols/gemini.ts';
import { responses } from './protocols/responses.ts';
import { type Scenario, type WrittenScenario, scenarioSchema } from './scenario.ts';
import { Script } from './script.ts';
import type { Protocol } from './voice.ts';

const protocols: readonly Protocol[] = [anthropic, completions, responses, gemini];
/** Ends a hang with a report; no test is decided by it. */
const hangMs = 180_000;

/** A scripted model that listens on 127.0.0.1 and speaks what the agents speak. */
export class Model implements AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly url: string;
  /** Every request of a conversation, in order; those that agents make for their own ends are not among them. */
  readonly requests: Asked[] = [];
  /** What the scenario did not foresee, one line each. */
  readonly complaints: string[] = [];
  readonly #server: ReturnType<typeof createServer>;
  readonly #script: Script;
  readonly #gates = new Gates();
  readonly #closed = new AbortController();
  readonly #looks = new Set<(asked: Asked) => void>();

  readonly #complained = new Set<(line: string) => void>();

  private constructor(scenario: Scenario, server: ReturnType<typeof createServer>) {
    this.#script = new Script(scenario);
    this.#server = server;
    const address = z.object({ port: z.number() }).parse(server.address());
    this.url = `http://127.0.0.1:${address.port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#take(request, response).catch((thrown: unknown) => {
        this.#complain(`${request.url}: ${String(thrown).replace(/\s+/g, ' ').slice(0, 400)}`);
        response.destroy();
      });
    });
  }

  /** @throws ZodError when the scenario is not one */
  static start(scenario: WrittenScenario): Promise<Model> {
    return Model.run(scenarioSchema.parse(scenario));
  }

  static async run(scenario: Scenario, port = 0): Promise<Model> {
    const server = createServer();
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(port, '127.0.0.1', done);
    });
    return new Model(scenario, server);
  }

  /** Lets the turn that holds, or comes to hold, at `name` go on. */
  release(name: string): void {
    this.#gates.release(name);
  }

  /** Waits until a turn holds at `name`. */
  reached(name: string): Promise<void> {
    return within(this.#gates.reached(name), () => `wanted: the model holds at ${name}\n${this.report()}`);
  }

  /** Waits until a request fits, among those that came already too. */
  async heard(wanted: RegExp): Promise<Asked> {
    const found = Promise.withResolvers<Asked>();
    const look = (asked: Asked) => {
      if (wanted.test(asked.last)) found.resolve(asked);
    };
    this.watch(look);
    try {
      return await within(found.promise, () => `wanted: the model hears ${wanted}\n${this.report()}`);
    } finally {
      this.#looks.delete(look);
    }
  }

  /** Calls `look` with each request, those that came already first. */
  watch(look: (asked: Asked) => void): void {
    this.#looks.add(look);
    for (const asked of this.requests) look(asked);
  }

  /** Calls `look` with each line that `complaints` gets from now on. */
  onComplaint(look: (line: string) => void): void {
    this.#complained.add(look);
  }

  /** What it was asked, for a test that failed. */
  report(): string {
    const lines = this.requests.map(({ path, lastIs, last }) => `${path} ${lastIs}: ${last.slice(0, 300)}`);
    return ['the model heard:', ...lines, ...this.complaints.map((line) => `not foreseen: ${line}`)].join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #complain(line: string): void {
    this.complaints.push(line);
    for (const look of this.#complained) look(line);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const path = new URL(request.url ?? '/', this.url).pathname;
    const protocol = protocols.find((one) => one.speaks(path));
    if (request.method !== 'POST' || protocol === undefined) {
      respond(response, ...smallAnswer(path));
      return;
    }
    const body: unknown = JSON.parse(text);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    );
    const asked: Asked = { ...protocol.read(path, body), protocol: protocol.name, path, headers, body };
    const delivery: Delivery = { asked, protocol, response, gates: this.#gates, closed: this.#closed.signal };
    const unforeseen = await answer(this.#turnFor(asked), delivery);
    if (unforeseen !== null) this.#complain(unforeseen);
  }

  #turnFor(asked: Asked) {
    if (!this.#script.isTurn(asked)) return { when: null, does: [{ say: 'A short title' }], times: 1 };
    this.requests.push(asked);
    const turn = this.#script.next(asked);
    for (const look of this.#looks) look(asked);
    if (turn !== null) return turn;
    this.#complain(`no turn for ${asked.lastIs}: ${asked.last.slice(0, 300)}`);
    return { when: null, does: [{ say: 'I have nothing to add.' }], times: 1 };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** What agents ask beside their turns: how long a text is, which models there are. */
function smallAnswer(path: string): [status: number, body: unknown] {
  if (path.endsWith('count_tokens')) return [200, { input_tokens: 10 }];
  if (path.endsWith(':countTokens')) return [200, { totalTokens: 10 }];
  return [404, { error: { message: 'there is nothing here', type: 'not_found_error' } }];
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function within<Value>(promise: Promise<Value>, report: () => string): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(report())), hangMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
