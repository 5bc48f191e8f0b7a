import { describe, expect, test } from "vitest";
import type { Fleet } from "../../../src/domain/declaration/fleet.ts";
import { AccessDenied, NotFound, Throttled } from "../../../src/errors/errors.ts";
import { readDeclared } from "../../../src/rollout/declared/read-declared.ts";
import { fakeNaming, naming, parameters } from "../../support/rollout/fake-naming.ts";
import type { Answers } from "../../support/rollout/fake-work.ts";

const [ONE, TWO] = ["ami-00000001", "ami-00000002"];
const ARN = "arn:aws:imagebuilder:eu-central-1:123456789012";
const PIPELINE = `${ARN}:image-pipeline/web`;
const JUNE = Date.UTC(2026, 5, 1);
const image = (ImageId: string, CreationDate = "2026-06-01T00:00:00Z") => ({
  ImageId,
  CreationDate,
  State: "available",
});
/** A build of Image Builder that put these images out, by region. */
const build = (dateCreated: string, amis: Readonly<Record<string, string>>) => ({
  state: { status: "AVAILABLE" },
  dateCreated,
  outputResources: { amis: Object.entries(amis).map(([region, each]) => ({ region, image: each })) },
});

async function read(fleets: readonly Fleet[], answers: Answers = {}) {
  const { aws, sent, asked } = fakeNaming(answers);
  return { now: await readDeclared(fleets, { aws }), sent, asked };
}
const readOne = async (declared: unknown, answers: Answers) =>
  (await read([naming("web", declared)], answers)).now.get("web");

describe("what a declaration names", () => {
  test("is what its channel holds, and when that was made is nobody's business", async () => {
    expect(
      await readOne({ channel: "/images/web" }, { GetParameters: parameters({ "/images/web": ONE }) }),
    ).toEqual({ image: ONE, madeAt: null, source: "channel /images/web", templateVersion: 3 });
  });

  test("is nothing where there is no such channel, and a fault where it holds something else", async () => {
    expect(await readOne({ channel: "/images/web" }, {})).toMatchObject({ image: null, madeAt: null });
    const odd = { GetParameters: parameters({ "/images/web": "latest" }) };
    expect(await readOne({ channel: "/images/web" }, odd)).toEqual(
      new Error("/images/web holds no image id: put one there, such as ami-0123456789abcdef0"),
    );
  });

  test("is the newest of those with the tags, or none", async () => {
    const Images = [image(ONE, "2026-05-01T00:00:00Z"), image(TWO)];
    expect(await readOne({ tags: { role: "web" } }, { DescribeImages: () => ({ Images }) })).toEqual({
      image: TWO,
      madeAt: JUNE,
      source: "the newest image with role=web of self",
      templateVersion: 3,
    });
    expect(await readOne({ tags: { role: "web" } }, {})).toMatchObject({ image: null });
  });

  test("is the build's in its own region, made when the image was", async () => {
    const one = build("2026-01-01", { "us-east-1": ONE, "eu-central-1": TWO });
    const answers = { GetImage: () => ({ image: one }), DescribeImages: () => ({ Images: [image(TWO)] }) };
    const declared = { imageBuilder: `${ARN}:image/web/1.0.0/1` };
    expect(await readOne(declared, answers)).toMatchObject({ image: TWO, madeAt: JUNE });
    const elsewhere = { GetImage: () => ({ image: build("2026-01-01", { "us-east-1": ONE }) }) };
    expect(await readOne(declared, elsewhere)).toMatchObject({ image: null });
  });

  test("is the newest of a pipeline's builds that has an image here, though EC2 does not know it", async () => {
    const summaries = [
      build("2026-01-01", { "eu-central-1": ONE }),
      build("2026-02-01", { "eu-central-1": TWO }),
      build("2026-03-01", { "us-east-1": "ami-00000003" }),
    ];
    const answers = { ListImagePipelineImages: () => ({ imageSummaryList: summaries }) };
    expect(await readOne({ imageBuilder: PIPELINE }, answers)).toEqual({
      image: TWO,
      madeAt: null,
      source: `Image Builder ${PIPELINE}`,
      templateVersion: 3,
    });
    expect(await readOne({ imageBuilder: PIPELINE }, {})).toMatchObject({ image: null });
  });

  test("has no version where there is no such template", async () => {
    const { now } = await read([naming("web", { channel: "/images/web" }, "lt-0def")], {
      GetParameters: parameters({ "/images/web": ONE }),
      DescribeLaunchTemplates: () => ({ LaunchTemplates: [] }),
    });
    expect(now.get("web")).toMatchObject({ image: ONE, templateVersion: null });
  });
});

describe("many fleets together", () => {
  test("cost a call for ten channels and one for each other choice, whoever makes it", async () => {
    const channels = Array.from({ length: 12 }, (_, index) =>
      naming(`c${index}`, { channel: `/images/${index}` }),
    );
    const choices = [{ tags: { role: "web" } }, { imageBuilder: PIPELINE }, { channel: "/images/0" }];
    const both = choices.flatMap((each, index) => [
      naming(`a${index}`, each),
      naming(`b${index}`, each, "lt-0def"),
    ]);
    const { now, asked } = await read([...channels, ...both], {
      GetParameters: parameters({ "/images/0": ONE }),
      DescribeImages: () => ({ Images: [image(TWO)] }),
    });
    expect(now.size).toBe(18);
    expect(asked("GetParameters").map(({ Names }) => (Names as string[]).length)).toEqual([10, 2]);
    expect(asked("DescribeLaunchTemplates")).toEqual([{ LaunchTemplateIds: ["lt-0abc", "lt-0def"] }]);
    expect(asked("DescribeImages")).toHaveLength(1);
    expect(asked("ListImagePipelineImages")).toHaveLength(1);
    expect([now.get("a0"), now.get("b0"), now.get("b2")]).toMatchObject([
      { image: TWO },
      { image: TWO },
      { image: ONE },
    ]);
  });

  test("fail each for its own: a refused channel, a pipeline that is gone, tags that cannot be read", async () => {
    const refused = new AccessDenied("not /images/secret");
    const gone = new NotFound("no such pipeline");
    const slow = new Throttled("slow");
    const fail = (error: Error) => () => {
      throw error;
    };
    const { now } = await read(
      [
        naming("secret", { channel: "/images/secret" }),
        naming("web", { channel: "/images/web" }),
        naming("built", { imageBuilder: PIPELINE }),
        naming("tagged", { tags: { role: "web" } }),
      ],
      {
        GetParameters: (input) => {
          if ((input["Names"] as string[]).includes("/images/secret")) throw refused;
          return parameters({ "/images/web": ONE })(input);
        },
        ListImagePipelineImages: fail(gone),
        DescribeImages: fail(slow),
      },
    );
    expect(Object.fromEntries(now)).toEqual({
      secret: refused,
      web: expect.objectContaining({ image: ONE }),
      built: gone,
      tagged: slow,
    });
  });

  test("fail all where their templates cannot be read", async () => {
    const denied = new AccessDenied("no templates");
    const { now } = await read(
      [naming("web", { channel: "/images/web" }), naming("api", { tags: { a: "b" } })],
      {
        DescribeLaunchTemplates: () => {
          throw denied;
        },
      },
    );
    expect([...now.values()]).toEqual([denied, denied]);
  });
});
