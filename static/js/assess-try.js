// Try: the same moves, with their consequences and without saving anything. Forgotten on leaving.
(() => {
  const tried = new Map();
  const button = () => document.querySelector("[data-try-switch]");
  const isOn = () => "trying" in document.body.dataset;

  function turn(on) {
    button().setAttribute("aria-pressed", String(on));
    if (on) document.body.dataset.trying = "";
    else delete document.body.dataset.trying;
    if (on || !tried.size) return;
    tried.clear();
    document.getElementById("consequences").replaceChildren();
    // The cards go back to what is saved.
    htmx.ajax("GET", location.pathname + location.search, { target: "#assess", swap: "outerHTML" });
  }

  async function ask(skill, value) {
    const body = new URLSearchParams({ skill, value });
    for (const [slug, level] of tried) if (slug !== skill) body.append("tried", `${slug}=${level}`);
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true", "HX-Target": "consequences" };
    const answer = await fetch(button().dataset.tryUrl, { method: "POST", body, headers });
    if (answer.ok) htmx.swap(document.body, await answer.text(), { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
  }

  function show(card, text, state) {
    card.dataset.state = state;
    card.querySelector("[data-card-state]").textContent = text;
  }

  document.addEventListener("assess:answer", ({ detail: { card, skill, value } }) => {
    if (!isOn()) return;
    show(card, document.getElementById("assess").dataset.tried, "tried");
    ask(skill, value).catch(() => {});
    tried.set(skill, value);
  });
  document.addEventListener("assess:undo", ({ detail: { card, skill } }) => {
    if (!isOn()) return;
    tried.delete(skill);
    show(card, "", "");
    for (const radio of card.querySelectorAll("input[name=value]")) radio.checked = radio.value === card.dataset.value;
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
