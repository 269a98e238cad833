// Dialogs: data-dialog-open="id" opens one, data-dialog-close closes its own, <dialog data-open> swapped
// in by htmx opens itself. The browser keeps focus inside, closes on Escape and gives the focus back.
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (dialog) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    if (event.target.closest?.("[data-dialog-close]")) {
      event.preventDefault();
      event.target.closest("dialog")?.close();
    }
  });

  function openNew(root) {
    const found = root.matches?.("dialog[data-open]") ? [root] : root.querySelectorAll?.("dialog[data-open]") ?? [];
    for (const dialog of found) if (!dialog.open) dialog.showModal();
  }

  document.addEventListener("htmx:load", (event) => openNew(event.detail.elt));
  // Server: HX-Trigger {"close-dialog": ""} after a successful save.
  document.addEventListener("close-dialog", () => {
    for (const dialog of document.querySelectorAll("#dialog dialog[open]")) dialog.close();
  });
  // A closed dialog that came from the server goes away, so that its ids are free for the next one.
  document.addEventListener("close", (event) => {
    if (event.target.closest?.("#dialog")) event.target.remove();
  }, true);
})();
