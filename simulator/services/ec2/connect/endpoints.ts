import type {
  CreateInstanceConnectEndpointRequest,
  CreateInstanceConnectEndpointResult,
  DescribeInstanceConnectEndpointsRequest,
  DescribeInstanceConnectEndpointsResult,
  Ec2InstanceConnectEndpoint,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { page } from "../pages.ts";
import type { ConnectEndpointRecord } from "../state.ts";
import { tagsFor, tagsIfAny } from "../tags/tag-rules.ts";

const ENDPOINT: Filterable<ConnectEndpointRecord> = {
  tagsOf: ({ tags }) => tags,
  fields: {
    "instance-connect-endpoint-id": ({ id }) => [id],
    state: () => ["create-complete"],
    "subnet-id": ({ subnetId }) => [subnetId],
    "vpc-id": ({ vpcId }) => [vpcId],
  },
};

/** It is there at once: how long AWS takes for it is nowhere said. Its security groups change nothing here. */
export const createInstanceConnectEndpoint: Operation<
  CreateInstanceConnectEndpointRequest,
  CreateInstanceConnectEndpointResult
> = {
  kind: "write",
  accepts: ["SubnetId", "SecurityGroupIds", "PreserveClientIp", "ClientToken", "TagSpecifications"],
  handle: ({ SubnetId = "", TagSpecifications }, { world }) => {
    const subnet = world.state.subnets.get(SubnetId);
    if (subnet === undefined)
      throw new ServiceFault("InvalidSubnetID.NotFound", `The subnet ID '${SubnetId}' does not exist`);
    const record: ConnectEndpointRecord = {
      id: world.newId("eice"),
      subnetId: subnet.id,
      vpcId: subnet.vpcId,
      createdAt: world.now(),
      tags: tagsFor("instance-connect-endpoint", TagSpecifications),
    };
    world.state.connectEndpoints.set(record.id, record);
    return { InstanceConnectEndpoint: apiEndpoint(record, world) };
  },
};

/** 1 to 50 a page (EC2/DescribeInstanceConnectEndpoints). */
export const describeInstanceConnectEndpoints: Operation<
  DescribeInstanceConnectEndpointsRequest,
  DescribeInstanceConnectEndpointsResult
> = {
  kind: "read",
  accepts: ["InstanceConnectEndpointIds", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const ids = input.InstanceConnectEndpointIds ?? [...state.connectEndpoints.keys()];
    const asked = ids.map((id) => {
      const found = state.connectEndpoints.get(id);
      if (found !== undefined) return found;
      const text = `The instance connect endpoint ID '${id}' does not exist`;
      throw new ServiceFault("InvalidInstanceConnectEndpointId.NotFound", text);
    });
    const found = asked.filter(compileFilters(input.Filters, ENDPOINT));
    const { page: shown, nextToken } = page(found, input, { smallest: 1, largest: 50 });
    return { InstanceConnectEndpoints: shown.map((each) => apiEndpoint(each, world)), NextToken: nextToken };
  },
};

const apiEndpoint = (record: ConnectEndpointRecord, world: World): Ec2InstanceConnectEndpoint => ({
  OwnerId: world.account,
  InstanceConnectEndpointId: record.id,
  InstanceConnectEndpointArn: world.arn("ec2", `instance-connect-endpoint/${record.id}`),
  State: "create-complete",
  SubnetId: record.subnetId,
  VpcId: record.vpcId,
  CreatedAt: new Date(record.createdAt),
  ...tagsIfAny(record.tags),
});
