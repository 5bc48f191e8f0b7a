/** What each node points to. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The circles of a graph: its strongly connected components of more than one node, each sorted (Tarjan, 1972). An arrow
 * to what is no node of the graph is left out.
 */
export function circlesOf(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const path: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): number => {
    const own = order.size;
    order.set(node, own);
    path.push(node);
    let low = own;
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      const known = order.get(next);
      if (known === undefined) low = Math.min(low, visit(next));
      else if (path.includes(next)) low = Math.min(low, known);
    }
    if (low < own) return low;
    const circle = path.splice(path.indexOf(node));
    if (circle.length > 1) circles.push(circle.sort());
    return own;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles.sort(([a = ""], [b = ""]) => a.localeCompare(b));
}
