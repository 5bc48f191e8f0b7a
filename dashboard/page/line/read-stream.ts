import type { Message } from "../../wire/messages.ts";
import { headersOf } from "./session.ts";

/** Reads the stream until it ends or is aborted; answers the HTTP status, 0 where nobody answered. */
export async function readStream(
  pages: readonly string[],
  signal: AbortSignal,
  take: (message: Message) => void,
): Promise<number> {
  const query = new URLSearchParams(pages.map((page) => ["page", page]));
  try {
    const answer = await fetch(`/api/stream?${query.toString()}`, { headers: headersOf(), signal });
    if (!answer.ok || answer.body === null) return answer.status;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value = "" } = await reader.read();
      if (done) return 200;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) take(JSON.parse(part.slice("data: ".length)) as Message);
    }
  } catch {
    return 0;
  }
}
