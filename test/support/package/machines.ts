import * as z from "zod";
import { packagedResources } from "./packaged.ts";

const definition = z.object({ "Fn::Sub": z.tuple([z.string(), z.record(z.string(), z.unknown())]) });

/** The machines as they are packaged, by logical id; each function stands there by the ARN of one of that name. */
export async function packagedMachines(): Promise<Record<string, string>> {
  const machines = Object.entries(await packagedResources()).filter(
    ([, { Type }]) => Type === "AWS::StepFunctions::StateMachine",
  );
  return Object.fromEntries(
    machines.map(([name, { Properties }]) => {
      const {
        "Fn::Sub": [text],
      } = definition.parse(Properties["DefinitionString"]);
      return [name, text.replace(/\$\{(\w+)\}/g, "arn:aws:lambda:us-east-1:123456789012:function:$1")];
    }),
  );
}
