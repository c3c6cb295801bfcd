import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Asked } from './asked.ts';
import type { Gates } from './gates.ts';
import type { Act, Turn } from './scenario.ts';
import { translate } from './translate.ts';
import type { Protocol, SentEvent, Voice } from './voice.ts';

/** One request that waits for its answer. */
export interface Delivery {
  readonly asked: Asked;
  readonly protocol: Protocol;
  readonly response: ServerResponse;
  readonly gates: Gates;
  readonly closed: AbortSignal;
}

/** Gives a turn as the answer to a request; what of it this agent has no tool for is given back, in words. */
export async function answer(turn: Turn, delivery: Delivery): Promise<string | null> {
  const speech = new Speech(delivery);
  let unforeseen: string | null = null;
  for (const act of turn.does) {
    if (await speech.ends(act)) return unforeseen;
    const calls = translate(act, delivery.asked);
    if (calls === null) {
      const offered = delivery.asked.tools.map(({ name }) => name).join(', ');
      unforeseen = `no tool for ${JSON.stringify(act)} among ${offered}`;
      speech.send((voice) => voice.say('I have no tool for that.'));
    }
    for (const call of calls ?? []) speech.send((voice) => voice.call(call));
  }
  speech.finish();
  return unforeseen;
}

class Speech {
  readonly #delivery: Delivery;
  readonly #voice: Voice;
  #begun = false;

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
    const named = z.looseObject({ model: z.string() }).safeParse(delivery.asked.body);
    this.#voice = delivery.protocol.voice(named.success ? named.data.model : 'scripted');
  }

  /** Does what is no call of a tool; true when nothing comes after it. */
  async ends(act: Act): Promise<boolean> {
    const { gates, closed, protocol, response } = this.#delivery;
    if ('say' in act) await this.#say(act.say, act.pieces ?? 1, act.everyMs ?? 0);
    if ('hold' in act) await gates.hold(act.hold);
    if ('stall' in act && !closed.aborted) await new Promise((done) => closed.addEventListener('abort', done));
    if ('drop' in act) response.destroy();
    if ('fail' in act) {
      const { status, body } = protocol.refusal(act.fail, act.message ?? `scripted: ${act.fail}`);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
    if ('breaks' in act) {
      this.send((voice) => voice.breaks(act.breaks, act.message ?? `scripted: ${act.breaks}`));
      response.end();
    }
    return 'stall' in act || 'drop' in act || 'fail' in act || 'breaks' in act;
  }

  send(events: (voice: Voice) => SentEvent[]): void {
    const begun = this.#begun;
    this.#begun = true;
    const sent = [...(begun ? [] : this.#voice.begin()), ...events(this.#voice)];
    if (!this.#delivery.asked.stream) return;
    if (!begun) this.#delivery.response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const { event, data } of sent) {
      if (event !== null) this.#delivery.response.write(`event: ${event}\n`);
      this.#delivery.response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
    }
  }

  finish(): void {
    this.send((voice) => voice.end());
    const { asked, response } = this.#delivery;
    if (asked.stream) response.end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.#voice.whole()));
  }

  async #say(text: string, pieces: number, everyMs: number): Promise<void> {
    const size = Math.ceil(text.length / pieces) || 1;
    for (let at = 0; at < text.length; at += size) {
      if (at > 0) await pause(everyMs, undefined, { signal: this.#delivery.closed });
      this.send((voice) => voice.say(text.slice(at, at + size)));
    }
  }
}
