// Says what happened: to screen readers through #status, to everyone through a toast.
// Server: HX-Trigger {"announce": "Saved"} or {"toast": "Saved"}; markup: data-announce on what is swapped in.
(() => {
  const text = (detail) => (typeof detail === "string" ? detail : detail?.value ?? detail?.text ?? "");

  function announce(message) {
    const status = document.getElementById("status");
    if (!status || !message) return;
    status.textContent = "";
    // A new text in an emptied region is read again even when the words are the same.
    requestAnimationFrame(() => { status.textContent = message; });
  }

  function toast(message, kind = "") {
    const region = document.getElementById("toasts");
    if (!region || !message) return;
    for (const old of region.children) if (old.dataset.text === message) old.remove();
    const box = document.createElement("div");
    box.className = `toast ${kind}`;
    box.dataset.text = message;
    const words = document.createElement("p");
    words.textContent = message;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button quiet icon small";
    close.textContent = "×";
    close.setAttribute("aria-label", region.dataset.close || "Close");
    close.addEventListener("click", () => box.remove());
    box.append(words, close);
    region.append(box);
    while (region.children.length > 3) region.firstElementChild.remove();
    announce(message);
    // Failures stay until they are closed; good news leaves, but not while somebody reads it.
    if (kind !== "error") fade(box);
  }

  function fade(box) {
    let timer = setTimeout(() => box.remove(), 6000);
    const wait = () => clearTimeout(timer);
    const go = () => { timer = setTimeout(() => box.remove(), 3000); };
    box.addEventListener("pointerenter", wait);
    box.addEventListener("focusin", wait);
    box.addEventListener("pointerleave", go);
    box.addEventListener("focusout", go);
  }

  document.addEventListener("announce", (event) => announce(text(event.detail)));
  document.addEventListener("toast", (event) => toast(text(event.detail), event.detail?.kind));
  document.addEventListener("htmx:load", (event) => {
    const element = event.detail.elt;
    const spoken = element.matches?.("[data-announce]") ? element : element.querySelector?.("[data-announce]");
    if (spoken) announce(spoken.textContent.trim().replace(/\s+/g, " "));
  });

  const words = (name) => document.getElementById("session-dialog")?.dataset[name] ?? "";
  document.addEventListener("htmx:sendError", () => toast(words("offline"), "error"));
  document.addEventListener("htmx:timeout", () => toast(words("failed"), "error"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 401) toast(words("failed"), "error");
  });
})();
