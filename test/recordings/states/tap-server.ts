import { AppServer, Refused } from '../../../src/agents/codex/app-server.ts';
import { Conversation } from '../../../src/agents/codex/conversation.ts';
import { OpencodeServer } from '../../../src/agents/opencode/server.ts';

/** What is noted of it. */
export type Told =
  | { is: 'told'; message: unknown }
  | { is: 'answered'; method: string; result: unknown; refused?: string };

/** Listens to what an agent's own server tells its adapter, while something is recorded; gives what ends that. */
export function tapServer(note: (told: Told) => void): () => void {
  const [conversation, server, opencode] = [Conversation.prototype, AppServer.prototype, OpencodeServer.prototype];
  const ends = [
    wrap(
      conversation,
      'hear',
      (hear) =>
        function (this: Conversation, ...told) {
          note({ is: 'told', message: told[1] });
          hear.apply(this, told);
        },
    ),
    wrap(
      server,
      'request',
      (request) =>
        async function (this: AppServer, ...asked) {
          const [method] = asked;
          try {
            const result = await request.apply(this, asked);
            note({ is: 'answered', method, result });
            return result;
          } catch (thrown) {
            if (thrown instanceof Refused) note({ is: 'answered', method, result: null, refused: thrown.message });
            throw thrown;
          }
        },
    ),
    wrap(
      opencode,
      'listen',
      (listen) =>
        function (this: OpencodeServer, listening, tell) {
          return listen.call(this, listening, (heard) => {
            if ('event' in heard) note({ is: 'told', message: heard.event });
            tell(heard);
          });
        },
    ),
    wrap(
      opencode,
      'snapshot',
      (snapshot) =>
        async function (this: OpencodeServer) {
          const result = await snapshot.call(this);
          note({ is: 'answered', method: 'snapshot', result });
          return result;
        },
    ),
    wrap(
      opencode,
      'lastMessage',
      (lastMessage) =>
        async function (this: OpencodeServer, id) {
          const result = await lastMessage.call(this, id);
          note({ is: 'answered', method: 'lastMessage', result });
          return result;
        },
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Puts something in the place of a method; gives what undoes that. */
function wrap<Of extends object, Name extends keyof Of>(
  of: Of,
  name: Name,
  by: (was: Of[Name]) => Of[Name],
): () => void {
  const was = of[name];
  of[name] = by(was);
  return () => {
    of[name] = was;
  };
}
