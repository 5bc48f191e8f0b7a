import type { World } from "../../../simulator/world/world.ts";

/** What another team has in the same account, and how each of it was when it stood. */
export interface Strangers {
  /** Names, ids and ARNs of all of it. */
  readonly names: ReadonlySet<string>;
  /** By kind and name, what is to stay as it is. */
  readonly objects: ReadonlyMap<string, string>;
}

/** By what another team calls what it has. */
export const STRANGERS = "billing";
export const STRANGERS_CHANNEL = `/images/${STRANGERS}`;

/** Whatever of the strangers there is, by kind and name, as text to compare. */
export function objectsOf({ state }: World): ReadonlyMap<string, string> {
  const objects = new Map<string, unknown>();
  const group = state.groups.get(STRANGERS);
  if (group !== undefined) objects.set(`group ${STRANGERS}`, group);
  for (const id of group?.instances.keys() ?? []) objects.set(`server ${id}`, state.instances.get(id));
  for (const each of state.launchTemplates.values())
    if (each.name === STRANGERS) objects.set(`template ${each.id}`, each);
  const target = [...state.targetGroups.values()].find(({ name }) => name === STRANGERS);
  // Their checks go on, and say when they were made last.
  if (target !== undefined)
    objects.set(`target-group ${target.arn}`, [target.name, [...target.targets.keys()]]);
  for (const each of state.rules.values())
    if (target !== undefined && JSON.stringify(each.actions).includes(target.arn))
      objects.set(`rule ${each.arn}`, [each.priority, each.actions]);
  const parameter = state.parameters.get(STRANGERS_CHANNEL);
  if (parameter !== undefined) objects.set(`parameter ${STRANGERS_CHANNEL}`, parameter);
  return new Map([...objects].map(([name, record]) => [name, JSON.stringify(record, expand)]));
}

const expand = (_key: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);
