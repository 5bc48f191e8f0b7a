import { describe, expect, test } from "vitest";
import { parseDeclaration } from "../../../src/domain/declaration/declaration.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { declarationChange } from "../../../src/views/fleets/declaration-change.ts";
import { DECLARATION, WEB_YML } from "../../support/cli/command-line.ts";
import { generation } from "../../support/cli/records.ts";

const parsed = parseDeclaration(`${WEB_YML}bake: 10m\n`, "web.yml");
const before = {
  fleet: fleetSchema.parse(DECLARATION),
  declaration: DECLARATION,
  declaredAt: 7,
  declaredBy: "ada",
  revision: 2,
};

const GONE = generation({ state: "gone" });
const LIVE = generation({});

describe("a declaration", () => {
  test("that is new differs in every key, and nothing is live", () => {
    expect(declarationChange(parsed, undefined, [LIVE])).toEqual({
      parsed,
      before: undefined,
      changed: [
        "+ fleet: web",
        "+ template: lt-0abc",
        "+ image.channel: /images/web",
        "+ traffic.strategy: none",
        "+ bake: 10m",
      ],
      live: false,
      movedReason: null,
    });
  });

  test.each([
    ["live", [GONE, LIVE], true],
    ["not live", [GONE], false],
    ["never launched", [], false],
  ] as const)("of a fleet that is %s", (_what, generations, live) => {
    expect(declarationChange(parsed, before, generations)).toEqual({
      parsed,
      before,
      changed: ["+ bake: 10m"],
      live,
      movedReason: null,
    });
  });
});
