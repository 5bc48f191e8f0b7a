import type { Fault } from "../wire/messages.ts";

/** Our errors end with what to do next, after this. */
const NEXT = /\. Next: (.*)$/s;

const CAUSES: readonly (readonly [RegExp, Fault["cause"], string])[] = [
  [
    /ExpiredToken|credentials .*expired|SSO session|Token is expired|could not be refreshed/i,
    "expired",
    "Sign in again, for example with `aws sso login`: the page goes on by itself.",
  ],
  [
    /AccessDenied|not authorized|UnauthorizedOperation|may not/i,
    "denied",
    "Ask for the permission that is named: docs/security.md has the policy of who looks.",
  ],
  [/Throttl|Rate exceeded|TooManyRequests/i, "throttled", "It is read again, less often."],
  [
    /newer (code|version|schema)|written by newer/i,
    "newer",
    "Install the version that the stack has: `moult version` says which.",
  ],
  [
    /no fleet is named|no rollout is named|^no fleet is declared/i,
    "not-found",
    "See the list of fleets, or the history.",
  ],
];

/** What went wrong with a read, told apart by what a person can do about it. */
export function faultOf(error: unknown): Fault {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const own = NEXT.exec(message)?.[1];
  const words = message.replace(NEXT, "");
  for (const [pattern, cause, next] of CAUSES)
    if (pattern.test(name) || pattern.test(message)) return { cause, words, next: own ?? next };
  return {
    cause: "failed",
    words,
    next: own ?? "It is read again in a moment; `moult doctor` looks at everything.",
  };
}
