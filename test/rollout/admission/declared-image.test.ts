import { describe, expect, test } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { InvalidInput, NotFound, Throttled } from "../../../src/errors/errors.ts";
import { declaredImage } from "../../../src/rollout/admission/declared-image.ts";
import { executionReader } from "../../../src/step/recovery/execution-reader.ts";

type Answers = Readonly<Record<string, unknown>>;
const clientOf = (answers: Answers, sent: unknown[] = []) =>
  ({
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) => {
      sent.push(command.input);
      const answer = answers[command.constructor.name] ?? {};
      if (answer instanceof Error) throw answer;
      return answer;
    },
  }) as never;

const imageOf = (image: unknown, answers: Answers = {}) => {
  const fleet = fleetSchema.parse({
    fleet: "web",
    template: "lt-0abc",
    image,
    traffic: { strategy: "none" },
  });
  const client = clientOf(answers);
  return declaredImage(fleet, { aws: { ec2: client, ssm: client, imageBuilder: client } } as never);
};
const ARN = "arn:aws:imagebuilder:eu-central-1:123456789012";

describe("the declared image", () => {
  test("is what the channel names", async () => {
    const answer = { Parameter: { Value: "ami-1", DataType: "aws:ec2:image" } };
    expect(await imageOf({ channel: "/images/web" }, { GetParameterCommand: answer })).toBe("ami-1");
  });

  test("is the newest of those with the tags, or none", async () => {
    const image = (ImageId: string, CreationDate: string) => ({ ImageId, CreationDate, State: "available" });
    const Images = [image("ami-1", "2026-01-01T00:00:00Z"), image("ami-2", "2026-02-01T00:00:00Z")];
    expect(await imageOf({ tags: { role: "web" } }, { DescribeImagesCommand: { Images } })).toBe("ami-2");
    expect(await imageOf({ tags: { role: "web" } })).toBeNull();
  });

  test("is the build's in its own region, or none", async () => {
    const build = (...regions: string[]) => ({
      GetImageCommand: {
        image: {
          state: { status: "AVAILABLE" },
          outputResources: { amis: regions.map((region) => ({ region, image: `ami-${region}` })) },
        },
      },
    });
    const image = { imageBuilder: `${ARN}:image/web/1.0.0/1` };
    expect(await imageOf(image, build("us-east-1", "eu-central-1"))).toBe("ami-eu-central-1");
    expect(await imageOf(image, build("us-east-1"))).toBeNull();
  });

  test("of a pipeline comes with its event only", async () => {
    const image = imageOf({ imageBuilder: `${ARN}:image-pipeline/web` });
    await expect(image).rejects.toBeInstanceOf(InvalidInput);
    await expect(image).rejects.toThrow(/fleet web/);
  });
});

describe("an execution", () => {
  const MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:rollout";
  const status = (answer: unknown, sent: unknown[] = []) =>
    executionReader(clientOf({ DescribeExecutionCommand: answer }, sent), () => MACHINE).status(
      "rollout",
      "web-1",
    );

  test("is asked for by its ARN", async () => {
    const sent: unknown[] = [];
    await status({ status: "RUNNING" }, sent);
    expect(sent).toEqual([
      { executionArn: "arn:aws:states:eu-central-1:123456789012:execution:rollout:web-1" },
    ]);
  });

  test("runs, has ended, or is unknown; what cannot be asked is not guessed", async () => {
    expect(await status({ status: "RUNNING" })).toBe("running");
    for (const ended of ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]) {
      expect(await status({ status: ended })).toBe("ended");
    }
    expect(await status(new NotFound("no"))).toBe("unknown");
    await expect(status(new Throttled("slow"))).rejects.toBeInstanceOf(Throttled);
  });
});
