// Puts an answered card in place of the old one, with what came along out of band, and keeps what is being typed.
(() => {
  // `later`: a newer answer to the same skill is still on its way, so its choice stays visible.
  window.assessSwap = (skill, html, later) => {
    const old = document.getElementById(`skill-${skill}`);
    if (!old) return htmx.swap(document.body, html, { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
    const chosen = later && old.querySelector("input[name=value]:checked")?.value;
    const writing = old.querySelector(".not-applicable")?.contains(document.activeElement);
    const reason = old.querySelector("[name=reason]")?.value;
    const unfolded = old.querySelector("[data-unfold]")?.checked;
    htmx.swap(old, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
    const card = document.getElementById(`skill-${skill}`);
    if (!card) return undefined;
    if (chosen) card.querySelector(`input[name=value][value="${chosen}"]`).checked = true;
    card.querySelector("[data-unfold]").checked = unfolded;
    if (writing) {
      card.querySelector(".not-applicable").open = true;
      card.querySelector("[name=reason]").value = reason;
      card.querySelector("[name=reason]").focus({ preventScroll: true });
    }
    return card;
  };
})();
