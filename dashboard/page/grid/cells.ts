import { isOdd, lookMarks } from "../../wire/marks.ts";
import type { ServerModel } from "../../wire/servers-model.ts";

const made = new WeakMap<HTMLElement, Map<string, { readonly cell: HTMLElement; server: ServerModel }>>();
/** A cell that changed keeps an outline for a moment, so that the eye finds what moved. */
const CHANGED_MS = 2000;

/**
 * Brings a row of cells to these servers and touches those alone that changed: five hundred in the page's own tree take more than a frame
 * (17.8 ms, of which this is 9). The row belongs to this function; the page's tree must have nothing in it.
 */
export function patchCells(row: HTMLElement, servers: readonly ServerModel[]): void {
  const known = made.get(row) ?? new Map<string, { readonly cell: HTMLElement; server: ServerModel }>();
  const isFirst = known.size === 0;
  made.set(row, known);
  const ids = new Set(servers.map(({ id }) => id));
  for (const [id, { cell }] of known) {
    if (ids.has(id)) continue;
    cell.remove();
    known.delete(id);
  }
  let before: Element | null = row.firstElementChild;
  for (const server of servers) {
    const had = known.get(server.id);
    const cell = had?.cell ?? document.createElement("span");
    if (had === undefined) {
      draw(cell, server);
      known.set(server.id, { cell, server });
    } else if (had.server.look !== server.look || had.server.finding !== server.finding) {
      draw(cell, server);
      had.server = server;
      markChanged(cell);
    }
    if (had === undefined && !isFirst) markChanged(cell);
    if (cell === before) before = cell.nextElementSibling;
    else row.insertBefore(cell, before);
  }
}

function draw(cell: HTMLElement, { id, look, finding, zone }: ServerModel): void {
  const { tone, drawn, word } = lookMarks[look];
  cell.className = `cell ${tone} ${drawn}`;
  cell.dataset["g"] = look;
  cell.dataset["id"] = id;
  cell.toggleAttribute("data-odd", isOdd(look, finding));
  cell.toggleAttribute("data-finding", finding !== null);
  if (!cell.hasAttribute("role")) {
    cell.setAttribute("role", "gridcell");
    cell.tabIndex = -1;
  }
  cell.setAttribute("aria-label", [id, zone, word, ...(finding === null ? [] : [finding])].join(", "));
}

function markChanged(cell: HTMLElement): void {
  cell.dataset["changed"] = "";
  setTimeout(() => delete cell.dataset["changed"], CHANGED_MS);
}
