import type { StopFailure } from './hook-event.ts';
import { oneLine } from './one-line.ts';

/** What a turn's failure means to a person, by the word that Claude Code has for it. */
const meanings: Readonly<Record<string, string>> = {
  authentication_failed: 'Claude Code is not logged in, or its key is refused',
  oauth_org_not_allowed: 'this account may not use Claude Code in its organisation',
  billing_error: 'the account has no credit left',
  rate_limit: 'the rate limit of the account is reached',
  server_error: 'the model does not answer',
  overloaded: 'the model is overloaded',
  invalid_request: 'the model refused the request',
  model_not_found: 'the model does not exist, or the account may not use it',
  max_output_tokens: 'the answer became too long',
};

/** Why a turn failed, a sentence: what it means, and Claude Code's own words. */
export function failureWords(event: StopFailure): string {
  const meaning = meanings[event.error] ?? 'the model or the account failed';
  const own = oneLine(event.last_assistant_message ?? event.error_details ?? event.error, 200);
  return own === '' ? meaning : `${meaning}: ${own}`;
}
