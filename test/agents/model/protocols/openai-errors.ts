import type { Failure } from '../scenario.ts';

const statuses: Record<Failure, [status: number, type: string, code: string | null]> = {
  invalid: [400, 'invalid_request_error', null],
  unauthorized: [401, 'invalid_request_error', 'invalid_api_key'],
  forbidden: [403, 'permission_error', null],
  'rate-limited': [429, 'rate_limit_error', 'rate_limit_exceeded'],
  server: [500, 'server_error', null],
  overloaded: [503, 'server_error', 'server_is_overloaded'],
};

/** The body with which OpenAI's APIs tell an error. */
export function openAiError(failure: Failure, message: string): unknown {
  const [, type, code] = statuses[failure];
  return { error: { message, type, code, param: null } };
}

/** How OpenAI's APIs refuse a request. */
export function openAiRefusal(failure: Failure, message: string): { status: number; body: unknown } {
  return { status: statuses[failure][0], body: openAiError(failure, message) };
}
