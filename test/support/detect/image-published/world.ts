import { DescribeImagesCommand, type DescribeImagesCommandInput, EC2Client } from "@aws-sdk/client-ec2";
import { GetImageCommand, ImagebuilderClient } from "@aws-sdk/client-imagebuilder";
import { GetParameterCommand, GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { onTestFinished } from "vitest";
import { connect } from "../../../../src/aws/connect.ts";
import { ec2Client } from "../../../../src/aws/ec2/ec2.ts";
import { imageBuilderClient } from "../../../../src/aws/imagebuilder.ts";
import { ssmClient } from "../../../../src/aws/ssm/ssm.ts";
import type { FleetDeclaration } from "../../../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../../../src/domain/generation.ts";
import { NotFound } from "../../../../src/errors/errors.ts";
import { declareFleet } from "../../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../../src/ledger/generations.ts";
import { openSqliteLedger } from "../../../../src/ledger/stores/sqlite-ledger.ts";
import type { ExecutionInput } from "../../../../src/step/step.ts";

export const OLD = "ami-00000000000000001";
export const NEW = "ami-0abcdef1234567890";
export const BUILD = "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/1";
export const PIPELINE = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web";
/** The account that the fleets are in, and another one. */
export const OURS = "123456789012";
export const THEIRS = "210987654321";
export const NOW = Date.UTC(2026, 10, 20, 10, 1);

interface Start {
  readonly name: string;
  readonly fleet: string;
  readonly decided: NonNullable<ExecutionInput["decided"]>;
}

/**
 * The mocks stand in the place of the clients and of their middleware, so what they throw is errors of ours.
 * An account with two images, of which NEW was tagged, built, and put in a channel; and a ledger
 * without fleets.
 */
export function world() {
  const [ec2, ssm, imageBuilder] = [
    mockClient(EC2Client),
    mockClient(SSMClient),
    mockClient(ImagebuilderClient),
  ];
  onTestFinished(() => {
    for (const mock of [ec2, ssm, imageBuilder]) mock.restore();
  });
  const images = new Map([
    [
      OLD,
      {
        ImageId: OLD,
        State: "available" as string,
        OwnerId: OURS,
        CreationDate: "2026-11-01T00:00:00.000Z",
        Tags: [{ Key: "role", Value: "web" }],
      },
    ],
    [
      NEW,
      {
        ImageId: NEW,
        State: "available" as string,
        OwnerId: OURS,
        CreationDate: "2026-11-20T09:00:00.000Z",
        Tags: [{ Key: "role", Value: "web" }],
      },
    ],
  ]);
  ec2.on(DescribeImagesCommand).callsFake(({ ImageIds, Filters, Owners }: DescribeImagesCommandInput) => {
    const wanted = Filters?.filter(({ Name }) => Name?.startsWith("tag:")) ?? [];
    const found = [...images.values()].filter(
      ({ ImageId, Tags }) =>
        (ImageIds?.includes(ImageId) ?? true) &&
        wanted.every(({ Name, Values }) =>
          Tags.some(({ Key, Value }) => Name === `tag:${Key}` && Values?.includes(Value)),
        ),
    );
    // Only `self` is ever asked for.
    return { Images: found.filter(({ OwnerId }) => Owners === undefined || OwnerId === OURS) };
  });
  const channels = new Map([["/immutable/web-prod/ami", NEW]]);
  ssm.on(GetParameterCommand).callsFake(({ Name = "" }: { Name?: string }) => {
    const Value = channels.get(Name);
    if (Value === undefined) throw new NotFound(`GetParameter failed with ParameterNotFound: ${Name}`);
    return { Parameter: { Value, DataType: "text" } };
  });
  ssm.on(GetParametersCommand).callsFake(({ Names = [] }: { Names?: string[] }) => ({
    Parameters: Names.flatMap((Name) => {
      const Value = channels.get(Name);
      return Value === undefined ? [] : { Name, Value };
    }),
  }));
  imageBuilder.on(GetImageCommand, { imageBuildVersionArn: BUILD }).resolves({
    image: {
      arn: BUILD,
      sourcePipelineArn: PIPELINE,
      outputResources: { amis: [{ region: "us-east-1", image: NEW }] },
    },
  });
  const ledger = openSqliteLedger(":memory:");
  const starts: Start[] = [];
  const context = {
    ledger,
    clock: { now: () => NOW, sleep: async () => {} },
    aws: connect(
      { ec2: ec2Client, ssm: ssmClient, imageBuilder: imageBuilderClient },
      { region: "us-east-1" },
      [],
    ),
    starter: {
      start: async (_machine: string, name: string, { fleet, decided }: ExecutionInput) => {
        const known = starts.some((each) => each.name === name);
        if (!known && decided) starts.push({ name, fleet, decided });
        return known ? ("already-started" as const) : ("started" as const);
      },
    },
    region: "us-east-1",
  };
  return { context, ledger, starts, images, channels, ec2, ssm, imageBuilder };
}

type Here = Pick<ReturnType<typeof world>, "ledger">;

const declarationOf = (fleet: string, image: FleetDeclaration["image"]): FleetDeclaration => ({
  fleet,
  template: "lt-0abc123",
  image,
  traffic: { strategy: "none" },
});

/** Declares a fleet, whose live generation runs `live` (null: it has none). */
export async function haveFleet(
  { ledger }: Here,
  fleet: string,
  image: FleetDeclaration["image"],
  live: string | null = OLD,
): Promise<void> {
  await declareFleet(ledger, { declaration: declarationOf(fleet, image), by: "test", now: 1 }, "absent");
  if (live !== null) await writeGeneration(ledger, generation(fleet, live), "absent");
}

/** Declares a fleet that runs nothing yet, and says how large it begins. */
export async function haveFirst(
  { ledger }: Here,
  fleet: string,
  image: FleetDeclaration["image"],
): Promise<void> {
  const size = { capacity: { initial: { min: 1, desired: 2, max: 3 } }, network: { subnets: ["subnet-a"] } };
  const declaration = { ...declarationOf(fleet, image), ...size };
  await declareFleet(ledger, { declaration, by: "test", now: 1 }, "absent");
}

const generation = (fleet: string, image: string): Generation => ({
  fleet,
  number: 1,
  group: `${fleet}-g0001`,
  template: { id: "lt-0abc123", version: 1, baseVersion: 1, ownedByMoult: false },
  trafficPlace: null,
  image,
  targetGroup: null,
  state: "live",
  reason: "adopted",
  createdAt: 1,
  healthySeconds: null,
});
