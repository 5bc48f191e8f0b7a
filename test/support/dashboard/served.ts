import { request } from "node:http";
import { onTestFinished } from "vitest";
import type { Desk } from "../../../dashboard/server/desk-port.ts";
import { serveDashboard } from "../../../dashboard/server/serve.ts";
import type { Preview } from "../../../dashboard/wire/acts.ts";

export const PLACE = {
  account: "123456789012",
  region: "eu-central-1",
  ledger: "table moult-test",
  version: "0.1.0",
  who: "ada",
  readOnly: false,
  endpoint: null,
  speed: 1,
};

export const PREVIEW: Preview = {
  act: "abort",
  fleet: "web",
  item: null,
  option: false,
  label: "Abort",
  blocked: null,
  title: "Abort web",
  effects: ["traffic goes back"],
  not: [],
  irreversible: [],
  typed: "web",
  lasts: null,
  choices: null,
  command: "moult rollout abort web",
  revision: "r1",
};

/** A desk that shows nothing and does what it is told. */
export const fakeDesk = (parts: Partial<Desk> = {}): Desk => ({
  place: PLACE,
  now: () => 1000,
  read: async () => ({ page: "fleets", rows: [], offers: [] }),
  preview: async () => PREVIEW,
  act: async () => ({ done: true, words: "it rolls back", at: 1000, by: "ada" }),
  ...parts,
});

interface Raw {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A served desk, and requests to it as they are written: no client adds or corrects a header. */
export async function served(desk: Desk = fakeDesk()) {
  let now = 0;
  const locks: number[] = [];
  const dashboard = await serveDashboard({ desk, port: 0, now: () => now, onLock: () => locks.push(now) });
  onTestFinished(() => dashboard.close());
  const { port } = dashboard;
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const ask = ({ method = "GET", path = "/", headers = {}, body }: Raw): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port,
          method,
          path,
          setHost: false,
          agent: false,
          headers: { host, ...headers },
        },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8");
          answer.on("data", (part: string) => (text += part));
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
          answer.on("error", reject);
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  const post = (path: string, body: object, headers: Raw["headers"] = {}): Promise<RawAnswer> =>
    ask({
      method: "POST",
      path,
      headers: { origin, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const codeOf = (link: string): string => link.split("#code=")[1] ?? "";
  const open = async (): Promise<string> => {
    const { text } = await post("/api/session", { code: codeOf(dashboard.link("/")) });
    return `Bearer ${(JSON.parse(text) as { token: string }).token}`;
  };
  return { dashboard, host, origin, ask, post, open, codeOf, locks, pass: (ms: number) => (now += ms) };
}
