// The cards of a review by keyboard: a digit chooses a level, "=" keeps the last one or confirms theirs, arrows, j and k
// move. Each choice is a button of the card's form, so that all of it works by mouse and without scripts as well.
(() => {
  const typing = "input, textarea, select, [contenteditable]";
  const cards = () => [...document.querySelectorAll("[data-review-card]")];
  let at = "";

  const current = () => document.activeElement?.closest?.("[data-review-card]") ?? document.getElementById(at) ?? cards()[0];

  function mark(card) {
    at = card?.id ?? "";
    for (const one of cards()) one.classList.toggle("is-current", one.id === at);
  }

  function go(place) {
    if (!place) return;
    place.focus({ preventScroll: true });
    const { top, bottom } = place.getBoundingClientRect();
    if (top < 60 || bottom > innerHeight) place.scrollIntoView({ block: "start" });
  }

  function move(step) {
    const all = cards();
    const next = all.indexOf(current()) + step;
    go(next < all.length ? all[Math.max(next, 0)] : document.querySelector("[data-onward]"));
  }

  // The answer comes while the next card is at hand; a form that is on its way is locked and takes nothing more.
  function press(selector) {
    const button = current()?.querySelector(selector);
    if (!button || button.getAttribute("aria-disabled") === "true") return false;
    button.click();
    move(1);
    return true;
  }

  function level(event) {
    if (/^[0-9]$/.test(event.key)) return event.key;
    return (!event.shiftKey && /^Digit([0-9])$/.exec(event.code)?.[1]) || "";
  }

  const named = {
    "=": () => press("[data-still]"),
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !cards().length) return;
    if (event.target.matches(typing) || event.target.closest("header.app-header, dialog")) return;
    if (event.repeat && !event.key.startsWith("Arrow")) return;
    const rank = level(event);
    if (rank ? !press(`[data-level="${rank}"]`) : !named[event.key]) return;
    if (!rank) named[event.key]();
    event.preventDefault();
  });

  // The second half of a double click must not press what the answer has put under the pointer.
  let pressed = { time: -1000 };
  document.addEventListener("click", (event) => {
    if (!event.detail || !event.target.closest?.("[data-review-card] button")) return;
    const { time, x, y } = pressed;
    pressed = { time: event.timeStamp, x: event.clientX, y: event.clientY };
    if (event.timeStamp - time < 500 && Math.hypot(event.clientX - x, event.clientY - y) < 8) event.preventDefault();
  }, true);

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.("[data-review-card]");
    if (card) mark(card);
  });

  // A card that comes back takes the focus along only if nobody has gone on meanwhile.
  document.addEventListener("htmx:load", (event) => {
    if (!event.detail.elt.matches?.("[data-review-card]")) return;
    if (event.detail.elt.id === at && document.activeElement === document.body) event.detail.elt.focus();
    else mark(document.getElementById(at));
  });
  document.addEventListener("DOMContentLoaded", () => mark(document.querySelector("[data-review-card]:target") ?? cards()[0]));
})();
