import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { dependency } from "../support/scenarios/dependency.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { drift, idsOf, recycleOf, recyclesOf } from "../support/scenarios/recycled.ts";
import {
  CHECKED,
  expectUntouched,
  GATES,
  launchAs,
  launchAsBefore,
  sweepFor,
  watch,
} from "../support/scenarios/substitutes.ts";

// What becomes of a substitute that is not good, and that the server it was for never notices (aws-facts 1.3).

const HTTP: NonNullable<FleetDeclaration["gates"]> = [...GATES, { kind: "http", path: "/healthz" }];
const FAILING = [
  {
    name: "fails its self-test",
    gates: GATES,
    tags: { "sim:command-exit-code": "1" },
    said: /failed command/,
  },
  {
    name: "never answers its gate",
    gates: HTTP,
    tags: { "sim:http-status": "500" },
    said: /in time: http.*500/,
  },
] as const;

for (const { name, gates, tags, said } of FAILING)
  scenario(
    `a substitute that ${name} goes, unserved: no other server is touched, and it is not tried again unasked`,
    { ...CHECKED, declaration: { ...CHECKED.declaration, gates } },
    async (web) => {
      const old = idsOf(web);
      const seen = watch(web, old);
      await launchAs(web, tags);
      await drift(web, [old[0] ?? ""]);
      await web.settled();
      await web.minutes(3);
      await expectUntouched(web, old, seen);
      expect(seen.fresh).toContain("Pending:Wait");
      expect(seen.fresh).not.toContain("InService");
      const reason: unknown = expect.stringMatching(said);
      expect((await recycleOf(web)).failure).toMatchObject({ error: "SubstitutesFailed", reason });
      expect(await readExcept(web.ledger, "web")).toHaveLength(1);
      await web.minutes(120);
      await sweepOnce(web);
      await web.settled();
      expect(await recyclesOf(web)).toHaveLength(1);
    },
  );

scenario(
  "a substitute that is never called healthy after the hook goes, and no other server is touched",
  { ...CHECKED, declaration: { ...CHECKED.declaration, gates: [{ kind: "target-health" }] } },
  async (web) => {
    const old = idsOf(web);
    const seen = watch(web, old);
    await launchAs(web, { "sim:healthy-seconds": "never" });
    await drift(web, [old[0] ?? ""]);
    await web.settled();
    await web.minutes(3);
    await expectUntouched(web, old, seen);
    expect(seen.fresh).toContain("InService");
    const reason: unknown = expect.stringMatching(/in time: 1 substitutes are not healthy yet/);
    expect((await recycleOf(web)).failure).toMatchObject({ error: "SubstitutesFailed", reason });
    expect(await readExcept(web.ledger, "web")).toHaveLength(1);
  },
);

scenario(
  "what all servers depend on is away: the substitute goes without blame, and it is tried again",
  {
    ...CHECKED,
    declaration: { ...CHECKED.declaration, gates: [{ kind: "target-health" }] },
    leaves: { lost: true },
  },
  async (web) => {
    const [first = ""] = idsOf(web);
    await drift(web, [first]);
    await web.until("ValidateSubstitutes");
    dependency(web, "away");
    await web.settled();
    expect(idsOf(web)).toContain(first);
    expect((await recycleOf(web)).failure).toMatchObject({ error: "BothIll" });
    expect(await readExcept(web.ledger, "web")).toEqual([]);
    dependency(web, "there");
    await sweepFor(web, 4);
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
  },
);

scenario(
  "a substitute that Systems Manager does not reach goes without blame, and it is tried again",
  CHECKED,
  async (web) => {
    const old = idsOf(web);
    const seen = watch(web, old);
    await launchAs(web, { "sim:agent-seconds": "86400" });
    await drift(web, [old[0] ?? ""]);
    await web.settled();
    await web.minutes(3);
    await expectUntouched(web, old, seen);
    expect((await recycleOf(web)).failure).toMatchObject({ error: "GateUnread" });
    expect(await readExcept(web.ledger, "web")).toEqual([]);
    await launchAsBefore(web, "sim:agent-seconds");
    await sweepFor(web, 4);
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [old[0]] });
  },
);
