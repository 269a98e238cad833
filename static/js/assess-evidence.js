// Examples for a level, by keyboard: "e" opens the form of the skill that was just rated, or of the one at hand.
(() => {
  const words = (name) => document.getElementById("assess")?.dataset[name] ?? "";
  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));
  const asks = (card) => card?.querySelector(".evidence[data-asked]");
  // A skill whose answer is still on its way: its card asks once that has come back.
  let awaited = "";

  function open(card) {
    const give = card.querySelector("[data-give]");
    if (!give) return say(words("noExample"));
    give.open = true;
    const field = give.querySelector("textarea");
    field.focus({ preventScroll: true });
    return give.scrollIntoView({ block: "nearest" });
  }

  function example() {
    // Answers that are only tried need no example.
    if ("trying" in document.body.dataset) return;
    const latest = window.assess.latest();
    if (latest && ["saving", "unsaved"].includes(latest.dataset.state)) awaited = latest.dataset.skill;
    else open(asks(latest) ? latest : window.assess.current());
  }

  document.addEventListener("assess:saved", ({ detail }) => {
    if (awaited !== detail.skill) return;
    awaited = "";
    const card = document.getElementById(`skill-${detail.skill}`);
    if (card) open(asks(card) ? card : window.assess.current());
  });

  // On to the next skill: after saving, and on leaving.
  function leave(card) {
    window.assess.go(card);
    window.assess.move(1);
  }

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-give-form]");
    if (!form) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      form.closest("details").open = false;
      leave(form.closest(".skill-card"));
    }
  });

  document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig, xhr, target } }) => {
    if (!requestConfig.elt.matches("[data-give-form]") || xhr.status !== 200) return;
    const card = target.closest(".skill-card");
    // The part that holds the focus is about to be replaced: on once that is done.
    if (card.contains(document.activeElement)) queueMicrotask(() => leave(card));
  });

  window.assessExample = example;
})();
