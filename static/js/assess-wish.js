// What somebody wants to do with a skill, by keyboard: "w" presses the next of the buttons, and none after the last.
// Nothing of it while answers are only tried: this is saved.
(() => {
  const words = (name) => document.getElementById("assess")?.dataset[name] ?? "";
  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));

  window.assessWish = (card) => {
    if ("trying" in document.body.dataset) return;
    const all = [...card.querySelectorAll("[data-wish-form] button")];
    const at = all.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    // Pressed once more, the last one takes the wish back.
    all[Math.min(at + 1, all.length - 1)]?.click();
  };

  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt.matches?.("[data-wish-form]")) say(elt.dataset.said || words("noWish"));
  });
})();
