import { describe, expect, test } from "vitest";
import { AccessDenied, Rejected, Throttled } from "../../../src/errors/errors.ts";
import { readChannels } from "../../../src/rollout/declared/read-channels.ts";
import { fakeNaming, parameters } from "../../support/rollout/fake-naming.ts";

const names = Array.from({ length: 12 }, (_, index) => `/images/${index}`);
const held = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));

/** What is read where AWS fails each call that asks for `/images/3`, and how many names each call had. */
async function readWhere(failure: unknown) {
  const { aws, asked } = fakeNaming({
    GetParameters: (input) => {
      if ((input["Names"] as string[]).includes("/images/3")) throw failure;
      return parameters(held)(input);
    },
  });
  const values = await readChannels(names, { aws });
  return { values, calls: asked("GetParameters").map(({ Names }) => (Names as string[]).length) };
}

describe("channels", () => {
  test("are read ten in a call; one that does not exist is left out", async () => {
    const { aws, asked } = fakeNaming({ GetParameters: parameters({ ...held, "/images/5": "" }) });
    const values = await readChannels([...names, "/images/gone"], { aws });
    expect(values).toEqual(new Map(Object.entries({ ...held, "/images/5": "" })));
    expect(asked("GetParameters")).toEqual([
      { Names: names.slice(0, 10) },
      { Names: [...names.slice(10), "/images/gone"] },
    ]);
    expect(await readChannels([], { aws })).toEqual(new Map());
  });

  test.each([new AccessDenied("not /images/3"), new Rejected("/images/3 is no name")])(
    "fail alone where AWS refuses ten for one of them: %s",
    async (failure) => {
      const { values, calls } = await readWhere(failure);
      expect(values).toEqual(new Map<string, unknown>([...Object.entries(held), ["/images/3", failure]]));
      expect(calls).toEqual([10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
    },
  );

  test("fail together, and are not asked for again, where what passes is in the way", async () => {
    const slow = new Throttled("slow");
    const { values, calls } = await readWhere(slow);
    expect(calls).toEqual([10, 2]);
    expect([...values.values()].filter((each) => each === slow)).toHaveLength(10);
    expect(values.get("/images/11")).toBe("value of /images/11");
  });

  test("fail with an error, whatever was thrown", async () => {
    const { values } = await readWhere("odd");
    expect(values.get("/images/0")).toEqual(new Error("odd"));
  });
});
