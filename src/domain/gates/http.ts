import * as z from "zod";
import { duration } from "../duration.ts";
import type { GateKind } from "../gate.ts";

export const httpSettings = z
  .strictObject({
    kind: z.literal("http").describe("Every server answers one HTTP request to its private address."),
    path: z.string().regex(/^\//, "must begin with /").default("/").describe("What is asked for. Default /."),
    port: z.int().min(1).max(65_535).optional().describe("Default: the target group's port, else 80."),
    expect: z.int().min(100).max(599).default(200).describe("The status code of a good answer. Default 200."),
    timeout: duration(1, 60).default(5).describe("How long an answer is waited for. Default 5s."),
    compare: z
      .boolean()
      .optional()
      .describe(
        "Whether blue's servers are asked the same: what they fail, too, is nobody's fault. Default false.",
      ),
  })
  .meta({
    description:
      "Every server answers one HTTP request to its private address. Defaults: path /, expect 200, timeout 5s, and as port the target group's (else 80). `compare: true` as in a command.",
    examples: [{ kind: "http", path: "/healthz", port: 8080, expect: 200, timeout: "5s" }],
  });
type HttpGate = z.infer<typeof httpSettings>;

/** Every server answers one HTTP request, sent to its own private address, with the expected status. */
export const http: GateKind<HttpGate, "http"> = {
  kind: "http",
  settings: httpSettings,
  needs: "http",
  watched: false,
  comparison: "declared",
  reach: "fleet",
  judge: (asked, { answers }, { gate, servers, now, since }) => {
    const right = answers.filter(({ status }) => status === asked.expect).length;
    const wrong = answers.filter(({ status }) => status !== null && status !== asked.expect);
    const measured = {
      gate,
      value: `${right} of ${servers} answered ${asked.expect}`,
      threshold: `${servers} of ${servers}`,
    };
    if (right >= servers) {
      return {
        ...measured,
        verdict: "pass",
        since: since ?? now,
        reason: "every server answered as expected",
      };
    }
    const first = wrong[0] ?? answers.find(({ error }) => error !== null);
    const why = first === undefined ? "not asked yet" : `${first.id}: ${first.status ?? first.error}`;
    return {
      ...measured,
      verdict: "wait",
      since: null,
      reason: `${servers - right} servers do not answer ${asked.expect} (${why})`,
    };
  },
};
