// Saving answers: one request each, in order, each with a key of its own, so that sending it again is harmless.
// What cannot be sent waits in memory (never in browser storage) until the connection or the sign-in is back.
(() => {
  const waiting = [];
  const known = new Map();
  const look = new Set();
  let busy = false, trouble = "", delay = 1000, timer = 0, used = false;

  const page = () => document.getElementById("assess");
  const cardOf = (skill) => document.getElementById(`skill-${skill}`);
  const isTrying = () => "trying" in document.body.dataset;

  function enqueue(card, skill, url, fields) {
    const form = card.querySelector("form");
    const mine = waiting.filter((one) => one.skill === skill);
    if (!mine.length) known.delete(skill);
    // What was never sent is replaced: only the newest answer to a skill counts.
    for (const old of mine) if (!old.sent) waiting.splice(waiting.indexOf(old), 1);
    const base = { skill, key: window.assessKey(), version: form.elements.version.value, ...fields };
    const name = card.querySelector("h3").textContent;
    waiting.push({ skill, name, url, base, shown: card.dataset.value, sent: false, tries: 0 });
    look.delete(skill);
    used = true;
    show();
    pump();
  }

  document.addEventListener("assess:answer", ({ detail }) => {
    if (!isTrying()) enqueue(detail.card, detail.skill, detail.url, detail.fields);
  });
  document.addEventListener("assess:undo", ({ detail: { card, skill } }) => {
    if (isTrying()) return;
    const unsent = waiting.filter((one) => one.skill === skill && !one.sent);
    if (!unsent.length) return enqueue(card, skill, card.querySelector("[data-undo-form]")?.action ?? card.dataset.undo, {});
    for (const one of unsent) waiting.splice(waiting.indexOf(one), 1);
    document.dispatchEvent(new CustomEvent("assess:forgotten", { detail: card }));
    show();
  });

  async function send(intent) {
    if (!intent.sent) intent.base.shown = known.get(intent.skill) ?? intent.shown;
    intent.sent = true;
    intent.tries += 1;
    const cycle = document.querySelector("#assess-cycles .cycle-panel") ? "1" : "";
    const body = new URLSearchParams({ ...intent.base, area: page()?.dataset.area ?? "", cycle });
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true",
      "HX-Target": `skill-${intent.skill}`, "HX-Current-URL": location.href };
    const answer = await fetch(intent.url, { method: "POST", body, headers, signal: AbortSignal.timeout(10000) });
    return { status: answer.status, html: await answer.text() };
  }

  async function pump() {
    if (busy || !waiting.length || trouble === "out") return;
    busy = true;
    clearTimeout(timer);
    const intent = waiting[0];
    let answer = { status: 0, html: "" };
    try { answer = await send(intent); } catch { /* status 0: it did not get through, or nobody knows */ }
    busy = false;
    settle(intent, answer);
    show();
    if (!trouble) pump();
  }

  function settle(intent, { status, html }) {
    const out = status === 401 || (status === 403 && intent.tries < 3);
    if (out) {
      trouble = "out";
      document.dispatchEvent(new CustomEvent("session-changed"));
    } else if (status === 0 || status === 429 || status >= 500) {
      trouble = status === 0 ? "offline" : "failed";
      timer = setTimeout(again, delay);
      delay = Math.min(delay * 2, 30000);
    } else {
      trouble = "";
      delay = 1000;
      if (status === 200) accept(intent, html);
      else refuse(intent, status, html);
    }
  }

  function accept(intent, html) {
    waiting.splice(waiting.indexOf(intent), 1);
    const later = waiting.some((one) => one.skill === intent.skill);
    const value = new DOMParser().parseFromString(html, "text/html").querySelector(".skill-card")?.dataset.value;
    if (value !== undefined) known.set(intent.skill, value);
    window.assessSwap(intent.skill, html, later);
    document.dispatchEvent(new CustomEvent("assess:saved", { detail: { skill: intent.skill } }));
  }

  // Conflicts and refusals: the card comes back with both values, and waits for the person.
  function refuse(intent, status, html) {
    for (const one of waiting.filter((other) => other.skill === intent.skill)) waiting.splice(waiting.indexOf(one), 1);
    if (cardOf(intent.skill)) look.add(intent.skill);
    if ([409, 422].includes(status) && html.includes("skill-card")) window.assessSwap(intent.skill, html, false);
    else document.dispatchEvent(new CustomEvent("assess:look", { detail: intent.skill }));
    document.dispatchEvent(new CustomEvent("assess:refused", { detail: intent }));
  }

  function again() {
    if (trouble !== "out") trouble = "";
    show();
    pump();
  }

  function show() {
    const detail = { skills: waiting.map((one) => one.skill), look, trouble, used };
    document.dispatchEvent(new CustomEvent("assess:queue", { detail }));
  }

  document.addEventListener("assess:retry", () => {
    if (trouble === "out") document.dispatchEvent(new CustomEvent("session-changed"));
    else again();
  });
  window.addEventListener("online", again);
  // session.js renews the token after signing in again: then what waits can go, with its old keys.
  new MutationObserver(() => { trouble = ""; again(); }).observe(document.body, { attributeFilter: ["hx-headers"] });
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt.id === "assess") show(); });
  window.addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
})();
