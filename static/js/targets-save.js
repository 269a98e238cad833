// Saving targets: one request a cell and time, in order. What cannot be sent waits in memory and is sent again;
// a cell that somebody else changed meanwhile shows both targets and waits for a decision.
(() => {
  const cells = new Map();
  let busy = false, trouble = "", delay = 1000, timer = 0;

  const table = () => document.querySelector("[data-targets]");
  const same = (one, other) => String(one) === String(other);
  const inConflict = (one) => one.theirs !== undefined;

  document.addEventListener("targets:set", ({ detail: { cell, shown, asked } }) => {
    const [, role, skill] = cell.id.split("_");
    const one = cells.get(cell.id) ?? { id: cell.id, role, skill, saved: shown };
    one.wanted = asked;
    // Whoever types again has seen what the other one did.
    delete one.theirs;
    cells.delete(one.id);
    cells.set(one.id, one);
    show();
    pump();
  });

  async function send(one, sent) {
    const body = new URLSearchParams({
      role: one.role, skill: one.skill, level: sent[0], weight: sent[1], shown_level: one.saved[0], shown_weight: one.saved[1],
    });
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true",
      "HX-Target": "draft-bar", "HX-Current-URL": location.href };
    const answer = await fetch(table().dataset.url, { method: "POST", body, headers, signal: AbortSignal.timeout(10000) });
    return { status: answer.status, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
  }

  async function pump() {
    const one = [...cells.values()].find((other) => !inConflict(other));
    if (busy || !one || trouble === "out") return;
    busy = true;
    clearTimeout(timer);
    const sent = one.wanted;
    let answer = { status: 0 };
    try { answer = await send(one, sent); } catch { /* status 0: it did not get through, or nobody knows */ }
    busy = false;
    settle(one, sent, answer);
    show();
    if (!trouble) pump();
    if (!cells.size) document.dispatchEvent(new CustomEvent("targets:saved"));
  }

  function settle(one, sent, { status, page }) {
    if (status === 401 || status === 403) {
      trouble = "out";
      document.dispatchEvent(new CustomEvent("session-changed"));
    } else if (status === 0 || status === 429 || status >= 500) {
      // It may have been saved all the same.
      one.perhaps = sent;
      trouble = status === 0 ? "offline" : "failed";
      timer = setTimeout(again, delay);
      delay = Math.min(delay * 2, 30000);
    } else {
      trouble = "";
      delay = 1000;
      if (status === 200) accept(one, sent, page);
      else if (status === 409) meet(one, page);
      else refuse(one, page);
    }
  }

  function accept(one, sent, page) {
    one.saved = sent;
    delete one.perhaps;
    if (same(one.wanted, sent)) cells.delete(one.id);
    take(page);
  }

  function meet(one, page) {
    const found = page.getElementById(one.id);
    const now = window.targets.asked(found);
    if (same(now, one.perhaps ?? "")) {
      one.saved = now;
      delete one.perhaps;
    } else {
      Object.assign(one, { saved: now, theirs: now, by: found.parentElement.dataset.by });
    }
    take(page);
  }

  // The server will not have it: the cell shows what is saved, and why.
  function refuse(one, page) {
    cells.delete(one.id);
    const text = page?.querySelector("[data-refused]")?.textContent.trim() || table().dataset.refused;
    const cell = document.getElementById(one.id);
    if (cell) window.targets.paint(cell, one.saved);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "error" } }));
  }

  // Cells keep their element, and with it the focus; those still waiting keep what was typed.
  function take(page) {
    for (const fresh of page.querySelectorAll("td[id]")) {
      const cell = document.getElementById(fresh.id);
      if (!cell || cells.has(fresh.id)) continue;
      cell.className = fresh.className;
      for (const name of ["level", "weight"]) {
        if (fresh.dataset[name]) cell.dataset[name] = fresh.dataset[name];
        else delete cell.dataset[name];
      }
      cell.replaceChildren(...fresh.childNodes);
    }
    const bar = page.getElementById("draft-bar"), old = document.getElementById("draft-bar");
    if (!bar || !old) return;
    bar.removeAttribute("hx-swap-oob");
    old.replaceWith(bar);
    htmx.process(bar);
  }

  document.addEventListener("targets:decide", ({ detail: { id, mine } }) => {
    const one = cells.get(id), cell = document.getElementById(id);
    if (!one || !inConflict(one)) return;
    if (!mine) {
      cells.delete(id);
      window.targets.paint(cell, one.theirs);
      return show();
    }
    delete one.theirs;
    show();
    pump();
  });

  function again() {
    if (trouble !== "out") trouble = "";
    show();
    pump();
  }

  function show() {
    for (const cell of document.querySelectorAll("[data-targets] td[data-state]")) if (!cells.has(cell.id)) delete cell.dataset.state;
    for (const one of cells.values()) {
      const cell = document.getElementById(one.id);
      const state = inConflict(one) ? "conflict" : trouble ? "unsaved" : "saving";
      if (cell && cell.dataset.state !== state) Object.assign(cell.dataset, { state, other: state === "conflict" ? one.theirs[0] || "–" : "" });
    }
    document.dispatchEvent(new CustomEvent("targets:state", { detail: { cells, trouble } }));
  }

  document.addEventListener("targets:retry", () => {
    if (trouble === "out") document.dispatchEvent(new CustomEvent("session-changed"));
    else again();
  });
  window.addEventListener("online", again);
  // session.js renews the token after signing in again: then what waits can go.
  new MutationObserver(() => { trouble = ""; again(); }).observe(document.body, { attributeFilter: ["hx-headers"] });
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt.matches?.("tbody")) show(); });
  window.addEventListener("beforeunload", (event) => { if (cells.size) event.preventDefault(); });
})();
