import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readImageEvent } from "../../src/detect/image-published/read-image-event.ts";
import { readInstanceEvent } from "../../src/detect/instance-reported/read-instance-event.ts";
import { textOf } from "../support/docs/markdown.ts";
import { rulesFor } from "../support/events/deployed-rules.ts";

const SHARED = new URL("../../../shared/events/", import.meta.url);
/** What no service sends: a file that Packer writes, and what a script gives to PutEvents. */
const NO_EVENTS = ["packer-manifest.json", "packer-put-events-entry.json"];

const rows = new Map(
  [...textOf("docs/events.md").matchAll(/^\| ([a-z0-9-]+) \| (`(\w+)`|–) \| (.+) \|$/gm)].map(
    ([, name = "", , rule = null, becomes = ""]) => [name, { rule, becomes }],
  ),
);

/** By the words of the document: what the reader of its function makes of the event. */
const READ_AS: readonly (readonly [says: RegExp, read: (event: unknown) => string, kind: string])[] = [
  [/^somebody was let/, (event) => readInstanceEvent(event).kind, "login"],
  [/^the server is read/, (event) => readInstanceEvent(event).kind, "notice"],
  [/^an entry in the fleet/, (event) => readInstanceEvent(event).kind, "departure"],
  [/^the image is read/, (event) => readImageEvent(event).kind, "claim"],
  [/^the sweep looks/, () => "sweep", "sweep"],
];

// Where the samples are not beside the project there is nothing to compare with.
const samples = ((): string[] => {
  try {
    return readdirSync(SHARED).filter((name) => name.endsWith(".json") && !NO_EVENTS.includes(name));
  } catch {
    return [];
  }
})();

describe.skipIf(samples.length === 0)("every sample of an event", () => {
  it("has a row that says what becomes of it, and no row is of none", () => {
    expect([...rows.keys()].sort()).toEqual(samples.map((name) => name.replace(/\.json$/, "")).sort());
  });

  it.each(samples)("%s: passes the rule that is said, and is read as is said", (name) => {
    const event: unknown = JSON.parse(readFileSync(new URL(name, SHARED), "utf8"));
    const { rule, becomes } = rows.get(name.replace(/\.json$/, "")) ?? { rule: "no row", becomes: "" };
    expect(rulesFor(event)).toEqual(rule === null ? [] : [rule]);
    const read = READ_AS.find(([says]) => says.test(becomes));
    expect(read?.[1](event)).toBe(read?.[2]);
    expect(read === undefined).toBe(rule === null);
  });
});
