// Shows where each answer is: on its way, saved, waiting for the connection, or in need of a look.
(() => {
  const page = () => document.getElementById("assess");
  const cardOf = (skill) => document.getElementById(`skill-${skill}`);
  const text = (name, n = "") => (page()?.dataset[name] ?? "").replace("{n}", n);

  function showCard(skill, state) {
    const card = cardOf(skill);
    if (!card) return;
    card.dataset.state = state;
    card.querySelector("[data-card-state]").textContent = text(state === "look" ? "unsaved" : state);
  }

  function overall({ skills, look, trouble, used }) {
    if (trouble) return trouble === "offline" ? "offline" : "waiting";
    if (skills.length) return "saving";
    if (look.size) return "look";
    return used ? "allSaved" : "";
  }

  document.addEventListener("assess:queue", ({ detail }) => {
    const { skills, look, trouble } = detail;
    for (const skill of skills) showCard(skill, trouble ? "unsaved" : "saving");
    // A card that was answered anew, or is on another page, needs no look here.
    for (const skill of look) if (cardOf(skill)?.dataset.state !== "look") look.delete(skill);
    const place = document.querySelector("[data-save-state]");
    if (!place) return;
    const state = overall(detail);
    place.textContent = state && text(state, skills.length || look.size);
    place.parentElement.dataset.state = state;
    document.querySelector("[data-retry]").hidden = !trouble;
  });

  document.addEventListener("assess:look", ({ detail: skill }) => showCard(skill, "look"));
  document.addEventListener("assess:refused", ({ detail: { skill, name } }) => {
    const here = `${text("unsaved")}: ${name}`;
    const words = cardOf(skill) ? here : text("elsewhere").replace("{name}", name);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: words, kind: "error" } }));
  });

  // Taken back before it was sent: the card shows what is saved again.
  document.addEventListener("assess:forgotten", ({ detail: card }) => {
    for (const radio of card.querySelectorAll("input[name=value]")) radio.checked = radio.value === card.dataset.value;
    delete card.dataset.state;
    card.querySelector("[data-card-state]").textContent = "";
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-retry]")) document.dispatchEvent(new CustomEvent("assess:retry"));
  });
})();
