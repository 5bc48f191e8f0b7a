import * as z from "zod";
import { toDotPath } from "zod/v4/core";
import { trafficSettings } from "../../traffic-settings.ts";
import type { Fault } from "../declaration-faults.ts";
import { namedInTraffic } from "../shared-traffic.ts";

/** Of a declaration what names something by a text, each part by itself: what else is wrong is told beside it. */
const parts = {
  channel: z.object({ image: z.object({ channel: z.string() }) }),
  builder: z.object({ image: z.object({ imageBuilder: z.string() }) }),
  traffic: z.object({ traffic: trafficSettings }),
  gates: z.object({
    gates: z.array(
      z
        .object({ kind: z.literal("http"), path: z.string() })
        .nullable()
        .catch(null),
    ),
  }),
};

/**
 * Names that lead elsewhere than they seem to: a channel that climbs, a path that is more than a path, ARNs of more than one
 * account, Region or partition. Not in the schema: what was declared before is still carried out.
 */
export const namedFaults = (declaration: unknown): Fault[] => [
  ...channelFaults(parts.channel.safeParse(declaration).data?.image.channel),
  ...placeFaults(declaration),
  ...pathFaults(parts.gates.safeParse(declaration).data?.gates ?? []),
];

/** An SSM parameter's name has at most fifteen levels and 1,011 characters. */
const MAX_PARTS = 15;
const MAX_NAME = 1011;

function channelFaults(channel: string | undefined): Fault[] {
  if (channel === undefined) return [];
  const names = channel.split("/").slice(1);
  const problems = [
    names.some((name) => /^\.+$/.test(name))
      ? "has a part that is .. or ., which leads nowhere in Parameter Store"
      : [],
    names.includes("") ? "has an empty part" : [],
    names.length > MAX_PARTS ? `has ${names.length} parts, a parameter's name has at most ${MAX_PARTS}` : [],
    channel.length > MAX_NAME
      ? `has ${channel.length} characters, a parameter's name has at most ${MAX_NAME}`
      : [],
  ].flat();
  const fault = { path: ["image", "channel"], atKey: false, wayOut: "write the parameter's whole name" };
  return problems.map((problem) => ({ ...fault, problem }));
}

/** A line break in it would begin a header of the request. */
const pathFaults = (gates: readonly ({ readonly path: string } | null)[]): Fault[] =>
  gates.flatMap((gate, index) => {
    if (gate === null || /^[\u0021-\u007E]*$/.test(gate.path)) return [];
    const wayOut = "write others as %20";
    return [
      {
        path: ["gates", index, "path"],
        atKey: false,
        problem: "must have printable characters of ASCII alone",
        wayOut,
      },
    ];
  });

type Asked = "partition" | "Region" | "account";
interface NamedArn {
  readonly path: readonly (string | number)[];
  readonly arn: string;
  /** What of it has to be as in the first. */
  readonly asked: readonly Asked[];
}

/** Rules and target groups are of one account and Region, and so is what calls them; an image may be another account's. */
function placeFaults(declaration: unknown): Fault[] {
  const traffic = parts.traffic.safeParse(declaration).data?.traffic;
  const builder = parts.builder.safeParse(declaration).data?.image.imageBuilder;
  const named: NamedArn[] = [
    ...(traffic === undefined ? [] : namedInTraffic(traffic)).map((each) => ({ ...each, asked: ALL })),
    ...(builder === undefined
      ? []
      : [{ path: ["image", "imageBuilder"], arn: builder, asked: WITHOUT_ACCOUNT }]),
  ];
  const [first] = named;
  if (first === undefined) return [];
  const own = placeOf(first.arn);
  return named.flatMap(({ path, arn, asked }) => {
    const place = placeOf(arn);
    const fault = { path: [...path], atKey: false };
    if (place !== null && !REGION.test(place.Region))
      return [
        { ...fault, problem: `names no Region: ${place.Region}`, wayOut: "copy the ARN from the console" },
      ];
    const other = asked.find((part) => place?.[part] !== own?.[part]);
    if (place === null || own === null || other === undefined) return [];
    const problem = `is of ${other} ${place[other]}, ${toDotPath([...first.path])} of ${own[other]}`;
    return [{ ...fault, problem, wayOut: "a fleet is in one account and Region: correct the ARN" }];
  });
}

const ALL: readonly Asked[] = ["partition", "Region", "account"];
const WITHOUT_ACCOUNT: readonly Asked[] = ["partition", "Region"];
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** Null where it is no ARN at all: the schema says so. */
function placeOf(arn: string): Readonly<Record<Asked, string>> | null {
  const [, partition, Region, account] = /^arn:([^:]+):[^:]+:([^:]+):(\d{12}):/.exec(arn) ?? [];
  return partition === undefined || Region === undefined || account === undefined
    ? null
    : { partition, Region, account };
}
