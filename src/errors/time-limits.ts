/** Until a connection stands. Longer than two lost packets of its beginning take, which are sent again after one second and after three. */
const CONNECT_MS = 5000;

/**
 * How long a call waits for its connection, for its answer to begin, and for the next part of it: what the SDK's request handler
 * is made with. Without any a call that nobody answers held its function until Lambda ended that. What has run out is a
 * TimeoutError, which means ServiceUnavailable: the call may have been carried out.
 */
const limits = (answerMs: number) => ({
  connectionTimeout: CONNECT_MS,
  requestTimeout: answerMs,
  socketTimeout: answerMs,
  // Or it would only be a warning.
  throwOnRequestTimeout: true,
});

/** The longest answers are pages of a thousand servers, of several seconds. */
export const AWS_TIME_LIMITS = limits(20_000);

/** DynamoDB answers in milliseconds; its client tries three times, and a step asks it before anything else. */
export const LEDGER_TIME_LIMITS = limits(5000);
