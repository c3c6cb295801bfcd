import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { Fault } from '../../../src/core/fault.ts';
import { attachHolder } from '../../../src/runner/attach-holder.ts';
import type { AttachOptions } from '../../../src/runner/attach-holder.ts';
import {
  decodeOutput,
  encodeFrame,
  encodeJson,
  encodeOutput,
  FrameDecoder,
  frameType,
} from '../../../src/runner/protocol/frames.ts';
import * as messages from '../../../src/runner/protocol/holder-messages.ts';

/**
 * The protocol, byte by byte. A holder runs the code of the day its session began, so these lines may be added to and
 * never be changed: a change here cuts agents that run off from every later daemon.
 */
const hello =
  '{"protocol":2,"id":"7","nonce":"n","pid":5,"startTime":"b:1","holderPid":4,"holderStartTime":"b:0","columns":80,"rows":24}';
const ended = '{"exit":null,"signal":"SIGHUP","at":"2026-01-02T03:04:05.000Z","by":"lease"}';

const golden: Record<keyof typeof frameType, string> = {
  hello: `0000007b01${Buffer.from(hello).toString('hex')}`,
  attach: '0000000c027b2266726f6d223a31307d',
  out: '0000000c03000000010000000200ff1b',
  in: '00000004041b5b41',
  resize: '00000019057b22636f6c756d6e73223a38302c22726f7773223a32347d',
  signal: '00000014067b227369676e616c223a22534947494e54227d',
  exit: `0000004d07${Buffer.from(ended).toString('hex')}`,
  ackExit: '0000000108',
  refused: '0000000e097b2272656675736564223a397d',
  checkpoint: '0000000e0a7b226f6666736574223a31307d',
  unread: '0000000d0b7b22756e72656164223a397d',
  resized: '000000250c7b226f6666736574223a31302c22636f6c756d6e73223a38302c22726f7773223a32347d',
  paste: '0000000c0d7b226279746573223a397d',
};

/** Each frame's payload as its reader understands it. */
const understood: Record<keyof typeof frameType, (payload: Buffer) => unknown> = {
  hello: (payload) => messages.parseHello(json(payload)),
  attach: (payload) => messages.parseAttach(json(payload)),
  out: decodeOutput,
  in: (payload) => payload,
  resize: (payload) => messages.parseSize(json(payload)),
  signal: (payload) => messages.parseSignal(json(payload)),
  exit: (payload) => messages.parseExit(json(payload)),
  ackExit: (payload) => payload.length,
  refused: (payload) => messages.parseRefused(json(payload)),
  checkpoint: (payload) => messages.parseCheckpoint(json(payload)),
  unread: (payload) => messages.parseUnread(json(payload)),
  resized: (payload) => messages.parseResized(json(payload)),
  paste: (payload) => messages.parsePaste(json(payload)),
};

const meaning: Record<keyof typeof frameType, unknown> = {
  hello: JSON.parse(hello),
  attach: 10,
  out: { offset: 2 ** 32 + 2, bytes: Buffer.from([0, 255, 27]) },
  in: Buffer.from('\u001b[A'),
  resize: { columns: 80, rows: 24 },
  signal: 'SIGINT',
  exit: JSON.parse(ended),
  ackExit: 0,
  refused: 9,
  checkpoint: 10,
  unread: 9,
  resized: { offset: 10, columns: 80, rows: 24 },
  paste: 9,
};

function json(payload: Buffer): unknown {
  return messages.parseJson(payload.toString());
}

function isFrameName(name: string): name is keyof typeof frameType {
  return name in frameType;
}

const frameNames = Object.keys(frameType).filter(isFrameName);

function frameOf(name: keyof typeof frameType): Buffer {
  return Buffer.from(golden[name], 'hex');
}

test.each(frameNames)('%s is understood as ever', (name) => {
  const frames = new FrameDecoder().push(frameOf(name));
  expect(frames.map(({ type }) => type)).toEqual([frameType[name]]);
  expect(frames.map(({ payload }) => understood[name](payload))).toEqual([meaning[name]]);
});

test('frames are written as ever', () => {
  expect(encodeFrame(4, Buffer.from('\u001b[A')).toString('hex')).toBe(golden.in);
  expect(encodeFrame(8).toString('hex')).toBe(golden.ackExit);
  expect(encodeOutput(2 ** 32 + 2, Buffer.from([0, 255, 27])).toString('hex')).toBe(golden.out);
  expect(encodeJson(12, { offset: 10, columns: 80, rows: 24 }).toString('hex')).toBe(golden.resized);
});

/** A listener that says given bytes to the first who connects, and keeps what it is told. */
async function listener(greeting: Buffer) {
  const dir = mkdtempSync(join(tmpdir(), 'sb-golden-'));
  const socket = join(dir, 's');
  const heard: Buffer[] = [];
  const server = createServer((connection: Socket) => {
    connection.on('data', (bytes) => heard.push(bytes));
    connection.on('error', () => connection.destroy());
    connection.write(greeting);
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    socket,
    heard: () => Buffer.concat(heard).toString('hex'),
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
      rmSync(dir, { recursive: true });
    },
  };
}

function options(socket: string, more: Partial<AttachOptions> = {}): AttachOptions {
  const silent = { onOutput: () => undefined, onExit: () => undefined, onClosed: () => undefined };
  return { socket, nonce: 'n', from: 10, ...silent, ...more };
}

test('a client tells and is told as ever, and skips what it does not know', async () => {
  const told: unknown[] = [];
  const ends = Promise.withResolvers<void>();
  const unknown = encodeFrame(200, Buffer.from('{"of":"a later day"'));
  const said = (['hello', 'out', 'resized', 'unread', 'refused', 'exit'] as const).flatMap((name) => [
    frameOf(name),
    unknown,
  ]);
  await using holder = await listener(Buffer.concat(said));
  const client = await attachHolder(
    options(holder.socket, {
      onOutput: (offset, bytes) => told.push({ offset, bytes: Buffer.from(bytes) }),
      onResized: (size) => told.push(size),
      onUnread: (bytes) => told.push({ unread: bytes }),
      onRefused: (bytes) => told.push({ refused: bytes }),
      onExit: (exit) => {
        told.push(exit);
        ends.resolve();
      },
    }),
  );
  if (client.kind === 'gone') throw new Error('gone');
  await ends.promise;
  expect(told).toEqual([meaning.out, meaning.resized, { unread: 9 }, { refused: 9 }, meaning.exit]);
  client.write(Buffer.from('\u001b[A'));
  client.resize(80, 24);
  client.signal('SIGINT');
  client.checkpoint(10);
  client.acknowledgeExit();
  const expected = golden.attach + golden.in + golden.resize + golden.signal + golden.checkpoint + golden.ackExit;
  await expect.poll(() => holder.heard()).toBe(expected);
  client.close();
});

test('long input is announced, so that it arrives whole or not at all', async () => {
  await using holder = await listener(frameOf('hello'));
  const client = await attachHolder(options(holder.socket));
  if (client.kind === 'gone') throw new Error('gone');
  client.write(Buffer.alloc(256 * 1024 + 1, 'x'));
  const pieces = [Buffer.alloc(256 * 1024, 'x'), Buffer.from('x')].map((piece) => encodeFrame(4, piece));
  const announced = encodeFrame(13, Buffer.from('{"bytes":262145}'));
  const expected = Buffer.concat([frameOf('attach'), announced, ...pieces]).toString('hex');
  await expect.poll(() => holder.heard().length).toBe(expected.length);
  expect(holder.heard() === expected).toBe(true);
  client.close();
});

const fields = messages.parseHello(JSON.parse(hello));

test.each([
  ['an older holder', { ...fields, protocol: 1 }],
  ['a much newer holder', { ...fields, protocol: 99, later: { more: true } }],
])('%s is spoken with', async (_what, greeting) => {
  await using holder = await listener(encodeJson(1, greeting));
  const client = await attachHolder(options(holder.socket));
  expect(client).toMatchObject({ kind: 'attached', hello: { protocol: greeting.protocol } });
  if (client.kind === 'attached') client.close();
});

test.each([
  ['protocol 0', encodeJson(1, { ...fields, protocol: 0 })],
  ['a hello without a nonce', encodeJson(1, { protocol: 2 })],
  ['a hello that is no JSON', encodeFrame(1, Buffer.from('{'))],
  ['another frame first', encodeOutput(0, Buffer.from('x'))],
  ['another protocol altogether', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('%s is one clear fault', async (_what, greeting) => {
  await using holder = await listener(greeting);
  await expect(attachHolder(options(holder.socket))).rejects.toThrow(Fault);
});
