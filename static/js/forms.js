// Forms: no double submit, and no silent loss of what was typed. Nothing is kept in browser storage.
(() => {
  const buttons = (form) => [...form.elements].filter((e) => e.matches("button:not([type=button]), input[type=submit]"));

  function lock(form, submitter) {
    if (form.dataset.lock === "off") return;
    // aria-disabled rather than disabled: the pressed button keeps its focus and its value is sent.
    for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
    submitter?.setAttribute("aria-busy", "true");
    form.dataset.locked = "";
  }

  function unlock(form) {
    for (const button of buttons(form)) {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("aria-busy");
    }
    delete form.dataset.locked;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("locked" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.defaultPrevented || form.method === "dialog" || form.matches("[hx-post], [hx-put], [hx-get]")) return;
    delete form.dataset.dirty;
    if (form.method === "post") lock(form, event.submitter);
  }, true);

  // data-peek only looks at what is typed (a preview): it holds nothing up, and what was typed stays unsaved.
  const formOf = ({ elt }) => ("peek" in elt.dataset ? null : elt.closest("form"));

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event.detail);
    if (form) lock(form, event.detail.requestConfig.triggeringEvent?.submitter);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = formOf(event.detail);
    if (!form) return;
    unlock(form);
    if (event.detail.successful) delete form.dataset.dirty;
  });

  // Back from the page a submit went to: the browser may show this one as it was, locks included.
  window.addEventListener("pageshow", () => { for (const form of document.forms) unlock(form); });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-warn-unsaved]")) form.dataset.dirty = "";
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-warn-unsaved][data-dirty]")) event.preventDefault();
  });

  // The first field with an error gets the focus after a form came back.
  const focusError = (root) => root.querySelector?.("[aria-invalid=true]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr?.status === 422) focusError(event.detail.elt);
  });
  document.addEventListener("DOMContentLoaded", () => focusError(document));
})();
