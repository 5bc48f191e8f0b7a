import type { ActDesk, ActName, Asked, Done, Who } from "../../desk/acts.ts";
import type { ControlPlane } from "../control-plane-port.ts";

/** Acts that this process carries out itself: with the person's own permissions, under the name that they have on this machine. */
export function localActs(desk: ActDesk): Pick<ControlPlane, "act" | "settled"> {
  const settled = new Map<string, Promise<void>>();
  const kept: ActDesk = {
    ...desk,
    start: async (fleet, ask) => keep(await desk.start(fleet, ask)),
    settle: async (fleet, said) => keep(await desk.settle(fleet, said)),
  };
  const keep = <Started extends { readonly id: string; readonly settled: Promise<void> }>(
    started: Started,
  ) => {
    settled.set(started.id, started.settled);
    return started;
  };
  return {
    act: async <Name extends ActName>(
      name: Name,
      asked: Asked<Name>,
      who: string | Who,
    ): Promise<Done<Name>> => {
      const said: Who = typeof who === "string" ? { by: who, proof: "none" } : who;
      const { performAct } = await import("../../desk/acts.ts");
      return performAct(name, { ...asked, ...said }, kept);
    },
    settled: (_fleet, id) => settled.get(id) ?? Promise.resolve(),
  };
}
