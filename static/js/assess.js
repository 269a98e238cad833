// The cards of the assessment: which one is at hand, what counts as an answer, and where it leads next.
// An answer is announced as "assess:answer"; saving it, or only trying it, is somebody else's work.
(() => {
  const cards = () => [...document.querySelectorAll(".skill-card")];
  const words = (name) => document.getElementById("assess")?.dataset[name] ?? "";
  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));
  const past = [];
  let at = "";

  const current = () => document.activeElement?.closest?.(".skill-card") ?? document.getElementById(at) ?? cards()[0];

  function mark(card) {
    at = card?.id ?? "";
    for (const one of cards()) one.classList.toggle("is-current", one.id === at);
  }

  // What is in full view stays where it is; all else comes to the same place under the heading.
  function go(place) {
    if (!place) return;
    place.focus({ preventScroll: true });
    const { top, bottom } = place.getBoundingClientRect();
    const room = innerHeight - (document.querySelector(".strip")?.offsetHeight ?? 0);
    if (top < 60 || bottom > (innerWidth < 1024 ? room : innerHeight)) place.scrollIntoView({ block: "start" });
  }

  function move(step) {
    const all = cards();
    const next = all.indexOf(current()) + step;
    go(next < all.length ? all[Math.max(next, 0)] : document.querySelector("[data-onward]"));
  }

  // fields: what the form would send; value: the byte that holds if it is saved.
  function answer(card, value, fields) {
    const detail = { card, value, skill: card.dataset.skill, fields, url: card.querySelector("form").action };
    document.dispatchEvent(new CustomEvent("assess:answer", { detail }));
    past.push(card.id);
    move(1);
  }

  function rate(card, level) {
    const radio = card.querySelector(`input[name=value][value="${level}"]`);
    if (!radio) return;
    radio.checked = true;
    answer(card, level, { value: String(level) });
  }

  function confirm(card) {
    const value = Number(card.dataset.value);
    // What is still on its way has just been said: nothing older is confirmed over it.
    if (["saving", "unsaved"].includes(card.dataset.state)) move(1);
    else if (value === 255) say(words("nothingToConfirm"));
    else answer(card, value, { intent: "confirm" });
  }

  function dismiss(card) {
    const reason = card.querySelector("[data-na-form] [name=reason]");
    if (!reason.required) return answer(card, 254, { intent: "na", reason: reason.value });
    card.querySelector(".not-applicable").open = true;
    return reason.focus();
  }

  function undo() {
    const card = document.getElementById(past.pop() ?? "");
    if (!card) return say(words("nothingToUndo"));
    takeBack(card);
    return go(card);
  }

  function takeBack(card) {
    document.dispatchEvent(new CustomEvent("assess:undo", { detail: { card, skill: card.dataset.skill } }));
  }

  // The second half of a double click must not rate the card that has just moved under the pointer.
  let pressed = { time: -1000 };
  function isEcho(event) {
    const { time, x, y } = pressed;
    pressed = { time: event.timeStamp, x: event.clientX, y: event.clientY };
    return event.detail > 0 && event.timeStamp - time < 500 && Math.hypot(event.clientX - x, event.clientY - y) < 8;
  }

  document.addEventListener("click", (event) => {
    const card = event.target.matches?.(".skill-card input[name=value]") && event.target.closest(".skill-card");
    if (!card) return;
    if (isEcho(event)) event.preventDefault();
    else rate(card, Number(event.target.value));
  });

  document.addEventListener("submit", (event) => {
    const card = event.target.closest(".skill-card");
    // Wishes and evidence are forms of their own, which htmx sends.
    if (!card || !event.target.matches("[data-rating-form], [data-na-form], [data-undo-form]")) return;
    event.preventDefault();
    if (event.target.matches("[data-undo-form]")) return takeBack(card);
    if (event.target.matches("[data-na-form]")) {
      return answer(card, 254, { intent: "na", reason: event.target.elements.reason.value });
    }
    if (event.submitter?.value === "confirm") return confirm(card);
    const chosen = event.target.querySelector("input[name=value]:checked");
    return chosen ? rate(card, Number(chosen.value)) : undefined;
  });

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.(".skill-card");
    if (card) mark(card);
  });

  // Where the areas are a strip to swipe, the one that is shown stands in its middle.
  function centre() {
    const link = document.querySelector(".areas [aria-current]");
    const strip = link?.closest("ol");
    if (strip) strip.scrollLeft = link.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
  }

  // Begin at the card of the address, else at the first that is open. Another area takes the focus along.
  function begin(takeFocus) {
    const first = document.querySelector(".skill-card:target") ?? document.querySelector(".skill-card.is-open") ?? cards()[0];
    if (document.getElementById("assess")) document.getElementById("assess").dataset.ready = "";
    mark(first);
    centre();
    if (takeFocus) go(first);
  }
  document.addEventListener("DOMContentLoaded", () => begin(false));
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt.id === "assess") {
      window.scrollTo({ top: 0 });
      begin(true);
    } else if (event.detail.elt.id === "assess-progress") centre();
    else if (event.detail.elt.id === at) mark(event.detail.elt);
  });

  const latest = () => document.getElementById(past.at(-1) ?? "");

  window.assess = { current, latest, move, rate, confirm, dismiss, undo, go };
})();
