// Dragging a line by its handle, with mouse, pen or finger. The line moves along with the pointer; Escape puts it
// back. What the new place means is up to draft-order.js.
(() => {
  const EDGE = 64;
  let item = null, home = null, pointer = 0, x = 0, y = 0, frame = 0;

  const remember = (element) => ({ parent: element.parentElement, next: element.nextElementSibling });
  const isHome = () => item.parentElement === home.parent && item.nextElementSibling === home.next;

  function begin(event) {
    const handle = event.target.closest?.("form[data-reorder] [data-drag]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const isArea = handle.dataset.drag === "area";
    item = handle.closest(isArea ? "[data-area]" : "[data-skill]");
    home = remember(item);
    pointer = event.pointerId;
    document.documentElement.dataset.dragging = handle.dataset.drag;
    item.dataset.dragged = "";
    track(event);
    frame = requestAnimationFrame(scroll);
  }

  function track(event) {
    x = event.clientX;
    y = event.clientY;
  }

  function move(event) {
    if (!item || event.pointerId !== pointer) return;
    track(event);
    place();
  }

  function place() {
    const under = document.elementFromPoint(x, y);
    if (!under || item.contains(under)) return;
    if (item.matches("[data-area]")) return between(under.closest("[data-area]"));
    const line = under.closest("[data-skill]");
    if (line) return between(line);
    const area = under.closest("form[data-reorder] [data-area]");
    if (!area) return undefined;
    area.open = true;
    const lines = area.querySelector(".skill-lines");
    const above = y < lines.getBoundingClientRect().top;
    return above ? lines.prepend(item) : lines.append(item);
  }

  function between(other) {
    if (!other || other === item) return;
    const box = other.getBoundingClientRect();
    const after = y > box.top + box.height / 2;
    const there = after ? other.nextElementSibling : other;
    const isThere = item.parentElement === other.parentElement && item.nextElementSibling === there;
    if (there !== item && !isThere) other.parentElement.insertBefore(item, there);
  }

  function scroll() {
    if (!item) return;
    const step = y < EDGE ? (y - EDGE) / 4 : y > innerHeight - EDGE ? (y - innerHeight + EDGE) / 4 : 0;
    if (step) {
      scrollBy(0, step);
      place();
    }
    frame = requestAnimationFrame(scroll);
  }

  function end(keep) {
    if (!item) return;
    cancelAnimationFrame(frame);
    const moved = item;
    if (!keep) home.parent.insertBefore(item, home.next);
    const changed = keep && !isHome();
    delete item.dataset.dragged;
    delete document.documentElement.dataset.dragging;
    item = null;
    moved.scrollIntoView({ block: "nearest" });
    if (changed) document.dispatchEvent(new CustomEvent("draft:dropped", { detail: moved }));
  }

  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", (event) => { if (event.pointerId === pointer) end(true); });
  document.addEventListener("pointercancel", (event) => { if (event.pointerId === pointer) end(false); });
  document.addEventListener("keydown", (event) => { if (item && event.key === "Escape") end(false); });
  // A handle stands in the summary of its area: letting go there is no click on it.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-drag]")) event.preventDefault();
  });
})();
