// Try: the same moves, with their consequences and without saving anything. Forgotten on leaving.
(() => {
  const tried = new Map();
  let newest = 0;
  const button = () => document.querySelector("[data-try-switch]");
  const isOn = () => "trying" in document.body.dataset;

  function turn(on) {
    button().setAttribute("aria-pressed", String(on));
    if (on) document.body.dataset.trying = "";
    else delete document.body.dataset.trying;
    if (on) return;
    tried.clear();
    document.getElementById("consequences").replaceChildren();
    // The cards go back to what is saved, without asking anybody: it works offline too.
    for (const card of document.querySelectorAll(".skill-card[data-state=tried]")) reset(card);
  }

  // Words for what went wrong, with the choice back at what is saved: it was not tried.
  function refuse(card, skill, words) {
    tried.delete(skill);
    reset(card);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: words, kind: "error" } }));
  }
  const said = (name) => document.getElementById("session-dialog")?.dataset[name] ?? "";

  async function ask(card, skill, value) {
    const mine = ++newest;
    const body = new URLSearchParams({ skill, value });
    for (const [slug, level] of tried) if (slug !== skill) body.append("tried", `${slug}=${level}`);
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true", "HX-Target": "consequences" };
    const answer = await fetch(button().dataset.tryUrl, { method: "POST", body, headers });
    const text = await answer.text();
    if (answer.status === 401) {
      tried.delete(skill);
      reset(card);
      document.dispatchEvent(new CustomEvent("session-changed"));
    } else if (!answer.ok) refuse(card, skill, answer.status === 422 ? text : said("failed"));
    // An older answer that comes late would tell of fewer moves than are tried.
    else if (isOn() && mine === newest) htmx.swap(document.body, text, { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
  }

  function reset(card) {
    show(card, "", "");
    for (const radio of card.querySelectorAll("input[name=value]")) radio.checked = radio.value === card.dataset.value;
  }

  function show(card, text, state) {
    card.dataset.state = state;
    card.querySelector("[data-card-state]").textContent = text;
  }

  document.addEventListener("assess:answer", ({ detail: { card, skill, value } }) => {
    if (!isOn()) return;
    show(card, document.getElementById("assess").dataset.tried, "tried");
    tried.set(skill, value);
    ask(card, skill, value).catch(() => refuse(card, skill, said("offline")));
  });
  document.addEventListener("assess:undo", ({ detail: { card, skill } }) => {
    if (!isOn()) return;
    if (!tried.delete(skill)) return;
    reset(card);
    // The sums go back with it.
    ask(card, skill, card.dataset.value).catch(() => {});
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-try-switch]")) turn(!isOn());
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (!button()) return;
    button().hidden = false;
    if ("tryNow" in button().dataset) turn(true);
  });
})();
