import type {
  AssociateIamInstanceProfileRequest,
  AssociateIamInstanceProfileResult,
  DescribeIamInstanceProfileAssociationsRequest,
  DescribeIamInstanceProfileAssociationsResult,
  DisassociateIamInstanceProfileRequest,
  DisassociateIamInstanceProfileResult,
  IamInstanceProfileAssociation,
  IamInstanceProfileAssociationState,
  IamInstanceProfileSpecification,
  ReplaceIamInstanceProfileAssociationRequest,
  ReplaceIamInstanceProfileAssociationResult,
} from "@aws-sdk/client-ec2";
import type { WorldState } from "../../../../world/state.ts";
import type { World } from "../../../../world/world.ts";
import { type Operation, ServiceFault } from "../../../operation.ts";
import { compileFilters, type Filterable } from "../../filters.ts";
import { page } from "../../pages.ts";
import type { ServerProfile } from "../../server-state.ts";
import type { InstanceRecord } from "../../state.ts";
import { requireState } from "../instance-checks.ts";
import { instanceOf } from "../lookup.ts";
import { apiProfile, profileArn } from "./profile-name.ts";

/** From `associating` to `associated`. An assumption: AWS gives no figure. */
const ASSOCIATE_SECONDS = 2;

interface Association {
  readonly instance: InstanceRecord;
  readonly profile: ServerProfile;
  readonly state: IamInstanceProfileAssociationState;
}

const FILTERABLE: Filterable<Association> = {
  tagsOf: () => [],
  fields: {
    "instance-id": ({ instance }) => [instance.id],
    state: ({ state }) => [state],
  },
};

/** For a server that has none: it can have only one (EC2/AssociateIamInstanceProfile). */
export const associateIamInstanceProfile: Operation<
  AssociateIamInstanceProfileRequest,
  AssociateIamInstanceProfileResult
> = {
  kind: "write",
  accepts: ["IamInstanceProfile", "InstanceId"],
  handle: ({ IamInstanceProfile: named, InstanceId }, { world }) => {
    const instance = instanceOf(world.state, InstanceId);
    requireState(instance, ["running", "stopped"]);
    if (instance.profile) {
      throw new ServiceFault(
        "IncorrectState",
        `There is an existing association for instance ${instance.id}`,
      );
    }
    return { IamInstanceProfileAssociation: associate(world, instance, named) };
  },
};

/** Puts another profile in the place of the one that is there, under a new association. */
export const replaceIamInstanceProfileAssociation: Operation<
  ReplaceIamInstanceProfileAssociationRequest,
  ReplaceIamInstanceProfileAssociationResult
> = {
  kind: "write",
  accepts: ["IamInstanceProfile", "AssociationId"],
  handle: ({ IamInstanceProfile: named, AssociationId }, { world }) => {
    const { instance } = associationOf(world.state, AssociationId, world.now());
    requireState(instance, ["running"]);
    return { IamInstanceProfileAssociation: associate(world, instance, named) };
  },
};

export const disassociateIamInstanceProfile: Operation<
  DisassociateIamInstanceProfileRequest,
  DisassociateIamInstanceProfileResult
> = {
  kind: "write",
  accepts: ["AssociationId"],
  handle: ({ AssociationId }, { world }) => {
    const { instance, profile } = associationOf(world.state, AssociationId, world.now());
    requireState(instance, ["running", "stopped"]);
    instance.profile = null;
    world.happened("ec2", "instance-modified", instance.id, { attribute: "iamInstanceProfile" });
    return { IamInstanceProfileAssociation: apiAssociation({ instance, profile, state: "disassociating" }) };
  },
};

/** 5 to 1,000 a page (EC2/DescribeIamInstanceProfileAssociations). */
export const describeIamInstanceProfileAssociations: Operation<
  DescribeIamInstanceProfileAssociationsRequest,
  DescribeIamInstanceProfileAssociationsResult
> = {
  kind: "read",
  accepts: ["AssociationIds", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state, now }) => {
    const { AssociationIds: ids = [] } = input;
    const asked = ids.length > 0 ? ids.map((id) => associationOf(state, id, now)) : associations(state, now);
    const found = asked.filter(compileFilters(input.Filters, FILTERABLE));
    const { page: shown, nextToken } = page(found, input, { smallest: 5, largest: 1000 });
    return { IamInstanceProfileAssociations: shown.map(apiAssociation), NextToken: nextToken };
  },
};

/** The server that an association belongs to; undefined when there is none. */
export const associatedServer = (state: WorldState, id: unknown): InstanceRecord | undefined =>
  [...state.instances.values()].find(({ profile }) => profile?.associationId === id);

function associate(
  world: World,
  instance: InstanceRecord,
  named: IamInstanceProfileSpecification | undefined,
): IamInstanceProfileAssociation {
  const arn = profileArn(world, named ?? {});
  if (arn === undefined) {
    throw new ServiceFault(
      "MissingParameter",
      "The request must contain either Name or Arn of IamInstanceProfile",
    );
  }
  const profile = { arn, associationId: world.newId("iip-assoc"), since: world.now() };
  instance.profile = profile;
  world.happened("ec2", "instance-modified", instance.id, { attribute: "iamInstanceProfile" });
  return apiAssociation({ instance, profile, state: "associating" });
}

function associations(state: WorldState, now: number): Association[] {
  return [...state.instances.values()].flatMap((instance) => {
    const { profile } = instance;
    if (profile === null || instance.state === "terminated") return [];
    const isNew = instance.state === "pending" || now < profile.since + ASSOCIATE_SECONDS * 1000;
    return [{ instance, profile, state: isNew ? ("associating" as const) : ("associated" as const) }];
  });
}

function associationOf(state: WorldState, id: string | undefined, now: number): Association {
  const found = associations(state, now).find(({ profile }) => profile.associationId === id);
  if (found) return found;
  throw new ServiceFault(
    "InvalidAssociationID.NotFound",
    `An invalid association-id of '${id ?? ""}' was given`,
  );
}

const apiAssociation = ({ instance, profile, state }: Association): IamInstanceProfileAssociation => ({
  AssociationId: profile.associationId,
  InstanceId: instance.id,
  IamInstanceProfile: apiProfile(profile.arn),
  State: state,
  Timestamp: new Date(profile.since),
});
