/**
 * Runs in the page: what lies over the edge of the screen, text that is cut, and targets that are too small to hit. axe finds none of
 * these.
 */
export const GEOMETRY = `(() => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width + 1) faults.push("the page scrolls sideways");
  const name = (e) => e.tagName.toLowerCase() + "." + e.className + " " + (e.textContent || "").trim().slice(0, 40);
  const isSeen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest(".sr, .scroll, thead, dialog:not([open]), .skip");
  for (const e of document.querySelectorAll("main *, header *")) {
    if (!isSeen(e)) continue;
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.right > width + 1 || box.left < -1) faults.push("over the edge: " + name(e));
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== "");
    const style = getComputedStyle(e);
    if (own && style.overflow !== "visible" && e.scrollWidth > e.clientWidth + 1 && !e.closest(".windowed")) faults.push("cut: " + name(e));
  }
  for (const e of document.querySelectorAll("main button, main a, main summary, main input:not([type=checkbox]), header button, header a, .cell")) {
    if (!isSeen(e)) continue;
    const box = e.getBoundingClientRect();
    const inText = getComputedStyle(e).display === "inline";
    if (!inText && (box.height < 23.5 || box.width < 20)) faults.push("too small: " + name(e) + " " + box.width + "x" + box.height);
  }
  for (const e of document.querySelectorAll("main svg text"))
    if (isSeen(e) && e.getBoundingClientRect().height < 12) faults.push("too small to read: " + name(e));
  const buttons = [...document.querySelectorAll("main button, header nav a")].filter(isSeen).map((e) => [name(e), e.getBoundingClientRect()]);
  buttons.forEach(([a, x], i) => buttons.slice(i + 1).forEach(([b, y]) => {
    if (x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1) faults.push("over one another: " + a + " and " + b);
  }));
  return faults;
})()`;
