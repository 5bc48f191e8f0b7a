import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A code opens one page, once, and soon. */
const CODE_MS = 60_000;
const TOKEN_MS = 12 * 3_600_000;
/** Wrong tokens and codes in a row after which it answers no more of them for a while. */
const MOST_WRONG = 10;
const LOCK_MS = 60_000;

/** Who may ask: whoever has the token, and it is had for a code that only the terminal shows. */
export interface Keys {
  /** A new code for a link, 128 bits. */
  code(): string;
  /** The session's token for a code that was not used and is not old. */
  exchange(code: string): Answer | { readonly token: string };
  /** Judges an `Authorization` header. */
  judge(authorization: string | undefined): Answer | "ok";
}

type Answer = "wrong" | "old" | "locked";

/**
 * The keys of one process. `now` in milliseconds of a clock that goes by this machine's time. The right token opens always: a stranger who
 * guesses locks out guesses, and nobody else.
 */
export function createKeys(now: () => number, onLock: () => void): Keys {
  const token = randomBytes(32).toString("base64url");
  const expected = digest(`Bearer ${token}`);
  const endsAt = now() + TOKEN_MS;
  const codes = new Map<string, number>();
  let wrong = 0;
  let lockedUntil = 0;
  const refuse = (): Answer => {
    if (now() < lockedUntil) return "locked";
    wrong += 1;
    if (wrong < MOST_WRONG) return "wrong";
    wrong = 0;
    lockedUntil = now() + LOCK_MS;
    onLock();
    return "locked";
  };
  return {
    code: () => {
      const code = randomBytes(16).toString("base64url");
      codes.set(digest(code).toString("hex"), now() + CODE_MS);
      return code;
    },
    exchange: (code) => {
      const key = digest(code).toString("hex");
      const until = codes.get(key);
      codes.delete(key);
      if (until === undefined || now() > until || now() > endsAt) return refuse();
      wrong = 0;
      return { token };
    },
    judge: (authorization) => {
      if (authorization === undefined) return "wrong";
      // Digests of one length: what is compared says nothing by how long it takes.
      if (!timingSafeEqual(digest(authorization), expected)) return refuse();
      return now() > endsAt ? "old" : "ok";
    },
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
