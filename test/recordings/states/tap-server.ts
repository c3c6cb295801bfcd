import { AppServer, Refused } from '../../../src/agents/codex/app-server.ts';
import { Conversation } from '../../../src/agents/codex/conversation.ts';
import { OpencodeServer } from '../../../src/agents/opencode/server.ts';

/** What is noted of it. */
export type Told =
  | { is: 'told'; message: unknown }
  | { is: 'answered'; method: string; result: unknown; refused?: string };

/** Listens to what an agent's own server tells its adapter, while something is recorded; gives what ends that. */
export function tapServer(note: (told: Told) => void): () => void {
  const { hear } = Conversation.prototype;
  const { request } = AppServer.prototype;
  const { listen, snapshot, lastMessage } = OpencodeServer.prototype;
  const answered = <Result>(method: string, result: Result): Result => {
    note({ is: 'answered', method, result });
    return result;
  };
  Conversation.prototype.hear = function (server, incoming) {
    note({ is: 'told', message: incoming });
    hear.call(this, server, incoming);
  };
  AppServer.prototype.request = async function (method, params) {
    try {
      return answered(method, await request.call(this, method, params));
    } catch (thrown) {
      if (thrown instanceof Refused) note({ is: 'answered', method, result: null, refused: thrown.message });
      throw thrown;
    }
  };
  OpencodeServer.prototype.listen = function (listening, tell) {
    return listen.call(this, listening, (heard) => {
      if ('event' in heard) note({ is: 'told', message: heard.event });
      tell(heard);
    });
  };
  OpencodeServer.prototype.snapshot = async function () {
    return answered('snapshot', await snapshot.call(this));
  };
  OpencodeServer.prototype.lastMessage = async function (conversation) {
    return answered('lastMessage', await lastMessage.call(this, conversation));
  };
  return () => {
    Object.assign(Conversation.prototype, { hear });
    Object.assign(AppServer.prototype, { request });
    Object.assign(OpencodeServer.prototype, { listen, snapshot, lastMessage });
  };
}
