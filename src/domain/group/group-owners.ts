import type { LifecycleHook } from "@aws-sdk/client-auto-scaling";

/** A group by its name and its tags. */
export interface Tagged {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where it shows, and what it means, with the way out. */
export interface Neighbour {
  readonly place: string;
  readonly why: string;
}

/** Another controller of the group, by a tag that it puts there. */
interface Controller {
  readonly tag: string;
  readonly what: string;
  readonly wayOut: string;
}

/** Each ends servers, or the whole group, by its own lights. The tags are AWS's (ECS, EKS and Beanstalk document them). */
const CONTROLLERS: readonly Controller[] = [
  {
    tag: "AmazonECSManaged",
    what: "an ECS capacity provider scales it and places tasks on its servers",
    wayOut: "leave it to ECS, or delete the capacity provider and take the tag away",
  },
  {
    tag: "eks:nodegroup-name",
    what: "it is a managed node group of EKS, which replaces its nodes itself",
    wayOut: "leave it to EKS, which has an update of its own (aws eks update-nodegroup-version)",
  },
  {
    tag: "elasticbeanstalk:environment-name",
    what: "Elastic Beanstalk made it, and deploys to it and replaces it",
    wayOut: "leave it to Elastic Beanstalk, or give the fleet a group of its own",
  },
];

/** CodeDeploy names the hook by which it holds each new server until it has deployed to it. */
const CODEDEPLOY_HOOK = "CodeDeploy-managed-automatic-launch-deployment-hook";

/** Who else replaces the group's servers or deploys to them: moult would work against it. */
export function groupControllers({ name, tags }: Tagged, hooks: readonly LifecycleHook[]): Neighbour[] {
  const place = `group ${name}`;
  const hook = hooks.find(({ LifecycleHookName = "" }) => LifecycleHookName.startsWith(CODEDEPLOY_HOOK));
  return [
    ...CONTROLLERS.filter(({ tag }) => tag in tags).map(({ tag, what, wayOut }) => ({
      place: `${place}: tag ${tag}`,
      why: `${what} (${tag} is ${tags[tag] || "set"}): ${wayOut}`,
    })),
    ...(hook === undefined
      ? []
      : [
          {
            place: `${place}: hook ${hook.LifecycleHookName}`,
            why: "CodeDeploy deploys to each server that it launches, so a server is not what its image says: bake the application into the image, and take the group out of the deployment group",
          },
        ]),
  ];
}
