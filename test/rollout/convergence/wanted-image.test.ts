import { expect, test } from "vitest";
import { NotFound, Throttled } from "../../../src/errors/errors.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { wantedImage } from "../../../src/rollout/convergence/wanted-image.ts";
import { fakeFleet } from "../../support/rollout/fake-fleet.ts";
import { fakeNaming, parameters } from "../../support/rollout/fake-naming.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const NEWEST = "ami-0000cccc";

/** The image that the fleet should run where its channel holds this; an error is thrown by AWS. */
async function imageWhere(held: string | null | Error, until?: number, names: string | null = "ami-0bbb") {
  const { context, ledger } = await fakeFleet({ names });
  if (until !== undefined) {
    const pin = { image: "ami-0ddd", by: "ada", reason: "as it was", at: 1, until, insteadOf: null };
    await changeWanted(ledger, "web", (before) => ({ ...before, pin }));
  }
  const { aws } = fakeNaming({
    GetParameters: (input) => {
      if (held instanceof Error) throw held;
      return parameters(held === null ? {} : { "/images/web": held })(input);
    },
  });
  return wantedImage("web", { ...context, aws });
}

test("is what the declaration names now, else what it named last, else nothing", async () => {
  expect(await imageWhere(NEWEST)).toBe(NEWEST);
  expect(await imageWhere(null)).toBe("ami-0bbb");
  expect(await imageWhere(null, undefined, null)).toBeNull();
});

test("is a person's choice while it is in force, and nobody is asked then", async () => {
  expect(await imageWhere(new Throttled("slow"), NOW + 1)).toBe("ami-0ddd");
  expect(await imageWhere(NEWEST, NOW)).toBe(NEWEST);
});

test("is not guessed where it cannot be read, or nobody declares the fleet", async () => {
  await expect(imageWhere(new Throttled("slow"))).rejects.toBeInstanceOf(Throttled);
  const { context } = await fakeFleet();
  const other = wantedImage("api", { ...context, ...fakeNaming() });
  await expect(other).rejects.toBeInstanceOf(NotFound);
});
