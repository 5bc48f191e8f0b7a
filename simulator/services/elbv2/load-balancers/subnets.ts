import type { CreateLoadBalancerInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { SubnetRecord } from "../../ec2/state.ts";
import { ServiceFault } from "../../operation.ts";
import { invalid, required } from "../faults.ts";
import type { LoadBalancerRecord } from "../state.ts";

/** The zones' subnets, in whichever of two forms. Throws ValidationError on addresses of one's own. */
export function subnetIds(
  input: Pick<CreateLoadBalancerInput, "Subnets" | "SubnetMappings">,
): string[] | undefined {
  const mappings = input.SubnetMappings ?? [];
  if (mappings.length === 0) return input.Subnets;
  if (input.Subnets !== undefined && input.Subnets.length > 0)
    throw invalid("You must specify either subnets or subnet mappings, but not both");
  return mappings.map(({ SubnetId, ...more }) => {
    const [other] = Object.entries(more).find(([, value]) => value !== undefined) ?? [];
    if (other !== undefined) throw invalid(`'${other}' of a subnet mapping is not simulated`);
    return required(SubnetId, "SubnetId");
  });
}

/** The subnets of these ids, checked as ELB/CreateLoadBalancer says. */
export function subnetsFor(
  type: LoadBalancerRecord["type"],
  ids: readonly string[] = [],
  known: ReadonlyMap<string, SubnetRecord>,
): SubnetRecord[] {
  const subnets = ids.map((id) => {
    const found = known.get(id);
    if (found) return found;
    throw new ServiceFault("SubnetNotFound", `The subnet ID '${id}' does not exist`);
  });
  const zones = new Set(subnets.map((subnet) => subnet.zone)).size;
  if (zones < subnets.length)
    throw new ServiceFault(
      "InvalidConfigurationRequest",
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    );
  if (zones === 0) throw invalid("You must specify subnets");
  if (type === "application" && zones < 2)
    throw invalid("At least two subnets in two different Availability Zones must be specified");
  return subnets;
}
