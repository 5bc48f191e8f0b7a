import { type Fleet, fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import type { Answers } from "./fake-work.ts";

/** A fleet whose declaration names its image so. */
export const naming = (fleet: string, image: unknown, template = "lt-0abc"): Fleet =>
  fleetSchema.parse({ fleet, template, image, traffic: { strategy: "none" } });

/** The services in which declarations are looked up, which answer as told, and what was asked of them. */
export function fakeNaming(answers: Answers = {}) {
  const sent: { readonly name: string; readonly input: Record<string, unknown> }[] = [];
  const all: Answers = {
    DescribeLaunchTemplates: ({ LaunchTemplateIds }) => ({
      LaunchTemplates: (LaunchTemplateIds as string[]).map((LaunchTemplateId) => ({
        LaunchTemplateId,
        DefaultVersionNumber: 3,
      })),
    }),
    ...answers,
  };
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
      const name = command.constructor.name.replace(/Command$/u, "");
      const input = { ...command.input };
      sent.push({ name, input });
      return all[name]?.(input) ?? {};
    },
  } as never;
  const asked = (name: string) => sent.filter((each) => each.name === name).map(({ input }) => input);
  return { aws: { ec2: client, ssm: client, imageBuilder: client }, sent, asked };
}

/** Parameters that hold these values. */
export const parameters =
  (values: Readonly<Record<string, string>>): Answers[string] =>
  ({ Names }) => ({
    Parameters: (Names as string[]).flatMap((Name) =>
      values[Name] === undefined ? [] : { Name, Value: values[Name] },
    ),
  });
