import type { PlantedBug } from "../planted-bug.ts";

/** In what waits for a person's yes, or for a window before the first traffic. */
export const APPROVAL_BUGS: readonly PlantedBug[] = [
  {
    name: "what waits for a yes before launch is begun",
    file: "src/domain/decide/approval/approval-hold.ts",
    find: '  if (standing === "approved") return null;',
    put: '  if (standing !== "rejected") return null;',
  },
  {
    name: "green gets traffic while its yes is waited for",
    file: "src/rollout/states/await-approval.ts",
    find: "  return pause(secondsTo(ask?.until ?? work.now(), work), words);",
    put: "  return `${subject.what} is approved`;",
  },
  {
    name: "a yes for one image is one for any",
    file: "src/domain/decide/approval/approval-hold.ts",
    find: "  const key = `launch ${image} ${template} ${templateVersion}`;",
    put: "  const key = `launch ${template} ${templateVersion}`;",
  },
  {
    name: "anybody may answer what waits for a yes",
    file: "src/domain/approval/approver-fault.ts",
    find: "  if (approvers === undefined) return null;",
    put: "  if (approvers === undefined || by.length > 0) return null;",
  },
  {
    name: "no window is waited for before the first traffic",
    file: "src/rollout/approval/shift-window.ts",
    find: "  if (!isWindowed(run)) return null;",
    put: "  if (now > 0) return null;",
  },
];
