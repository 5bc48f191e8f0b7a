import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** From now on new servers of blue's image do not get healthy; those that run go on. */
async function breakNew({ person, account }: Web): Promise<void> {
  const Tags = [{ Key: "sim:healthy-seconds", Value: "never" }];
  await person.ec2.send(new CreateTagsCommand({ Resources: [account.image], Tags }));
}

scenario(
  "new servers of the image that blue serves with do not get healthy: rolled back, and the image is not blamed",
  { declaration: { deadlines: { validate: "5m" } } },
  async (web) => {
    await breakNew(web);
    await web.start({ force: true });
    await web.settled();
    const { image } = web.account;
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", imageFrom: image, imageTo: image });
    expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
    expect(await web.entries()).toContainEqual(
      expect.objectContaining({
        action: "no-blame",
        reason: expect.stringMatching(/generation 1 serves with it/) as string,
      }),
    );
    // Tried and refused: nothing begins again by itself.
    await web.minutes(24 * 60);
    expect(await web.rollouts()).toHaveLength(1);
  },
);
