// The order of areas and skills: a button, Alt+Arrow or a drag (draft-drag.js) moves the line at once and sends one
// request a move, one after the other. Refused, the list comes back as it stands, with the reason.
(() => {
  const waiting = [];
  let busy = false, delay = 1000, timer = 0, denied = 0;
  const form = () => document.querySelector("form[data-reorder]");
  const areas = () => [...form().querySelectorAll("[data-area]")];
  const list = (area) => area.querySelector(".skill-lines");

  const count = () => {
    for (const area of areas()) {
      area.querySelector("[data-count]").textContent = list(area).children.length;
      area.toggleAttribute("data-empty", !list(area).children.length);
    }
  };

  function stepArea(area, up) {
    const beside = up ? area.previousElementSibling : area.nextElementSibling;
    if (!beside?.matches("[data-area]")) return false;
    if (up) beside.before(area);
    else beside.after(area);
    return true;
  }

  function stepSkill(line, up) {
    const beside = up ? line.previousElementSibling : line.nextElementSibling;
    if (beside) {
      if (up) beside.before(line);
      else beside.after(line);
      return true;
    }
    const all = areas();
    const next = all[all.indexOf(line.closest("[data-area]")) + (up ? -1 : 1)];
    if (!next) return false;
    next.open = true;
    if (up) list(next).append(line);
    else list(next).prepend(line);
    return true;
  }

  function step(item, up) {
    const at = document.activeElement;
    const isArea = item.matches("[data-area]");
    if (!(isArea ? stepArea(item, up) : stepSkill(item, up))) return;
    // Moving an element in the document takes the focus from what is in it.
    if (item.contains(at)) at.focus({ preventScroll: true });
    (isArea ? item.querySelector("summary") : item).scrollIntoView({ block: "nearest" });
    const value = isArea ? `area:${item.dataset.area}` : `skill:${item.dataset.skill}`;
    enqueue({ [up ? "up" : "down"]: value });
  }

  function enqueue(fields) {
    count();
    waiting.push(fields);
    pump();
  }

  async function pump() {
    if (busy || !waiting.length) return;
    busy = true;
    clearTimeout(timer);
    const answer = await send(waiting[0]).catch(() => ({ status: 0, html: "" }));
    busy = false;
    settle(answer);
  }

  async function send(fields) {
    const token = form().querySelector("#order-state [name=shown]").value;
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true",
      "HX-Target": "order-state", "HX-Current-URL": location.href };
    const body = new URLSearchParams({ ...fields, shown: token });
    const answer = await fetch(form().action, { method: "POST", body, headers, signal: AbortSignal.timeout(10000) });
    return { status: answer.status, html: await answer.text() };
  }

  function settle({ status, html }) {
    if (status === 200) {
      delay = 1000;
      denied = 0;
      waiting.shift();
      swap("order-state", html);
      pump();
    } else if (status === 409 || status === 422) {
      waiting.length = 0;
      const held = document.activeElement?.closest("[data-skill], [data-area]")?.id;
      swap("draft-outline", html);
      document.getElementById(held)?.querySelector("a, summary")?.focus();
    } else if (status === 401 || (status === 403 && (denied += 1) < 3)) {
      document.dispatchEvent(new CustomEvent("session-changed"));
    } else {
      const words = document.getElementById("session-dialog")?.dataset[status ? "failed" : "offline"];
      document.dispatchEvent(new CustomEvent("toast", { detail: { text: words, kind: "error" } }));
      timer = setTimeout(pump, delay);
      delay = Math.min(delay * 2, 30000);
    }
  }

  const swap = (id, html) =>
    htmx.swap(document.getElementById(id), html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("form[data-reorder] button[name=up], form[data-reorder] button[name=down]");
    if (!button) return;
    event.preventDefault();
    step(button.closest(button.value.startsWith("area:") ? "[data-area]" : "[data-skill]"), button.name === "up");
  });

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const at = event.target.closest?.("form[data-reorder] [data-skill]")
      ?? event.target.closest?.("form[data-reorder] [data-area]");
    if (!at) return;
    event.preventDefault();
    step(at, event.key === "ArrowUp");
  });

  // From draft-drag.js: the line stands in its new place already.
  document.addEventListener("draft:dropped", ({ detail: item }) => {
    const next = item.nextElementSibling;
    if (item.matches("[data-area]")) return enqueue({ move: `area:${item.dataset.area}`, before: next?.dataset.area ?? "" });
    const area = item.closest("[data-area]").dataset.area;
    return enqueue({ move: `skill:${item.dataset.skill}`, before: next?.dataset.skill ?? "", area });
  });

  window.addEventListener("online", pump);
  // session.js renews the token, by itself or after signing in again: then what waits can go.
  new MutationObserver(() => pump()).observe(document.body, { attributeFilter: ["hx-headers"] });
  window.addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
})();
