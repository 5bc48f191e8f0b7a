import type { ServerResponse } from "node:http";
import type { Message } from "../wire/messages.ts";
import type { Shown } from "../wire/pages.ts";
import type { Desk } from "./desk-port.ts";
import type { Feed } from "./feed.ts";

const BEAT_MS = 5000;

/** Opens the stream of one browser: what it shows, then what changes of that, and a beat every five seconds. */
export function openStream(
  response: ServerResponse,
  { desk, feed }: { readonly desk: Desk; readonly feed: Feed },
  pages: readonly Shown[],
): void {
  const send = (message: Message): void => {
    response.write(`data: ${JSON.stringify(message)}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  send({ kind: "hello", place: desk.place, now: desk.now() });
  const leave = feed.follow(pages, send);
  const beat = (): void => send({ kind: "beat", now: desk.now(), read: feed.read() });
  const timer = setInterval(beat, BEAT_MS);
  response.on("close", () => {
    clearInterval(timer);
    leave();
  });
}
