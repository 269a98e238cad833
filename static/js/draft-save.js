// Autosave for a form with data-draft-save: each change sends the whole form, one request at a time. The answer
// brings what is shown about the part (an element with the id in data-draft-save): its token, errors, a conflict.
// What could not be sent stays typed and is sent again, first exactly as it was, since nobody knows if it arrived.
(() => {
  const TYPING = 900, CHOOSING = 150;
  const form = document.querySelector("form[data-draft-save]");
  if (!form) return;
  const line = form.querySelector("[data-save-line]");
  let dirty = false, busy = false, sent = null, state = "", delay = 1000, timer = 0, onward = null, leaving = false, denied = 0;

  form.dataset.auto = "";

  function show(next, reason = "") {
    state = next;
    line.dataset.state = next;
    line.querySelector("[data-save-state]").textContent = reason || (line.dataset[next] ?? "");
    line.querySelector("[data-retry]").hidden = !["offline", "failed", "out"].includes(next);
    line.querySelector("[data-look]").hidden = !["refused", "conflict"].includes(next);
  }

  const isUnsaved = () => dirty || busy || sent !== null;
  const isTyped = (element) => element.matches("textarea, input:not([type=checkbox], [type=radio])");

  function touch(wait) {
    dirty = true;
    if (state === "conflict") return;
    if (["", "saved"].includes(state)) show("saving");
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  }

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-no-save]") || !event.target.name) return;
    touch(isTyped(event.target) ? TYPING : CHOOSING);
  });
  form.addEventListener("focusout", () => { if (dirty) flush(); });
  // Enter in a line would press the first button of the form, whatever that is at the moment.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    flush();
  });
  document.addEventListener("draft:touched", () => touch(CHOOSING));

  function body() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    return fields;
  }

  async function flush() {
    clearTimeout(timer);
    // Out of a conflict leads a choice alone, and that is sent as a form of its own.
    if (busy || (!dirty && sent === null) || ["out", "conflict", "gone"].includes(state)) return;
    busy = true;
    // Sent before and never answered: the same again, then what was typed since.
    if (sent === null) {
      sent = body();
      dirty = false;
    }
    show("saving");
    let answer = { status: 0, html: "" };
    try { answer = await send(sent); } catch { /* status 0: it did not get through, or nobody knows */ }
    busy = false;
    settle(answer);
  }

  async function send(fields) {
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true",
      "HX-Target": form.dataset.draftSave, "HX-Current-URL": location.href };
    const answer = await fetch(form.action, { method: "POST", body: fields, headers, signal: AbortSignal.timeout(15000) });
    return { status: answer.status, html: await answer.text() };
  }

  function settle({ status, html }) {
    if ([200, 409, 422].includes(status) && html.includes(`id="${form.dataset.draftSave}"`)) answered(status, html);
    else if (status === 404) stop("gone");
    // A token that has become stale is renewed; somebody who may no longer edit is told so, once.
    else if (status === 401 || (status === 403 && (denied += 1) < 3)) stop("out");
    else if (status === 0 || status === 429 || status >= 500) again(status === 0 ? "offline" : "failed");
    else stop("failed");
  }

  function answered(status, html) {
    sent = null;
    delay = 1000;
    denied = 0;
    swap(html);
    if (status === 200) {
      if (dirty) return flush();
      const question = document.querySelector(`#${form.dataset.draftSave} [data-asks]`);
      show("saved", question ? line.dataset.asks : "");
      line.querySelector("[data-look]").hidden = !question;
      return proceed();
    }
    const typedSince = dirty;
    dirty = true;
    if (status === 422 && typedSince) return flush();
    onward = null;
    show(status === 409 ? "conflict" : "refused");
    document.dispatchEvent(new CustomEvent("announce", { detail: line.dataset[state] }));
    return undefined;
  }

  // The island is replaced, the fields stay as they are typed; each gets the error that the answer has for it.
  function swap(html) {
    const at = document.activeElement;
    const held = at?.closest(`#${form.dataset.draftSave}`) && at.id;
    htmx.swap(document.getElementById(form.dataset.draftSave), html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const place of form.querySelectorAll("[data-error-for]")) place.textContent = "";
    for (const error of document.querySelectorAll("[data-field-error]")) {
      const field = form.elements[error.dataset.fieldError];
      field?.setAttribute?.("aria-invalid", "true");
      const place = form.querySelector(`[data-error-for="${CSS.escape(error.dataset.fieldError)}"]`);
      if (!place) continue;
      place.textContent = error.dataset.message;
      for (let box = place.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    }
  }

  function again(trouble) {
    show(trouble);
    onward = null;
    timer = setTimeout(flush, delay);
    delay = Math.min(delay * 2, 30000);
  }

  function stop(trouble) {
    show(trouble);
    onward = null;
    if (trouble === "out") document.dispatchEvent(new CustomEvent("session-changed"));
    else dirty = true;
  }

  const retry = () => {
    delay = 1000;
    if (state === "out") state = "";
    // The token of a form that was never answered is that of a session which has ended: take the new one.
    sent?.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    flush();
  };
  window.addEventListener("online", () => { if (state === "offline" || state === "failed") retry(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-retry]")) return;
    if (state === "out") document.dispatchEvent(new CustomEvent("session-changed"));
    else retry();
  });
  // session.js renews the token after signing in again: then what waits can go.
  new MutationObserver(() => { if (isUnsaved() && state === "out") retry(); })
    .observe(document.body, { attributeFilter: ["hx-headers"] });

  // Going somewhere else, or pressing a button of another form, waits for what is typed.
  function proceed() {
    const go = onward;
    onward = null;
    go?.();
  }

  function hold(event, go) {
    if (!isUnsaved() || !["", "saving", "saved"].includes(state)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    onward = go;
    flush();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !plain || link.target || link.getAttribute("href").startsWith("#")) return;
    if ("drop" in link.dataset) leaving = true;
    hold(event, () => location.assign(link.href));
  }, true);

  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target === form) {
      if (submitter && "native" in submitter.dataset) leaving = true;
      else event.preventDefault();
      return;
    }
    hold(event, () => { if (target.isConnected) target.requestSubmit(submitter?.isConnected ? submitter : null); });
  }, true);

  window.addEventListener("beforeunload", (event) => {
    if (leaving || !isUnsaved()) return;
    flush();
    event.preventDefault();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
})();
