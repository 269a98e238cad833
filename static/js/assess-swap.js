// Puts an answered card in place of the old one, with what came along out of band, and keeps what is being typed.
(() => {
  // The part of a card in which somebody is writing an example; taken out of the card, so that nothing tidies it away.
  function typedEvidence(card) {
    const part = card.querySelector(".evidence");
    const fields = [...(part?.querySelectorAll("textarea, input[type=url]") ?? [])];
    const active = fields.find((field) => field === document.activeElement);
    if (!active && !fields.some((field) => field.value !== field.defaultValue)) return undefined;
    part.remove();
    return { part, active };
  }

  function keep(card, { part, active }) {
    const fresh = card.querySelector(".evidence");
    if (fresh) fresh.replaceWith(part);
    else card.querySelector(".body").append(part);
    active?.focus({ preventScroll: true });
  }

  // `later`: a newer answer to the same skill is still on its way, so its choice stays visible.
  window.assessSwap = (skill, html, later) => {
    const old = document.getElementById(`skill-${skill}`);
    if (!old) return htmx.swap(document.body, html, { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
    const chosen = later && old.querySelector("input[name=value]:checked")?.value;
    const writing = old.querySelector(".not-applicable")?.contains(document.activeElement);
    const reason = old.querySelector("[name=reason]")?.value;
    const giving = typedEvidence(old);
    const unfolded = old.querySelector("[data-unfold]")?.checked;
    htmx.swap(old, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
    const card = document.getElementById(`skill-${skill}`);
    if (!card) return undefined;
    if (chosen) card.querySelector(`input[name=value][value="${chosen}"]`).checked = true;
    card.querySelector("[data-unfold]").checked = unfolded;
    if (giving) keep(card, giving);
    if (writing) {
      card.querySelector(".not-applicable").open = true;
      card.querySelector("[name=reason]").value = reason;
      card.querySelector("[name=reason]").focus({ preventScroll: true });
    }
    return card;
  };
})();
