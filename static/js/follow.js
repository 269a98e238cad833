// An element with data-follow shows something as of a marker. While the page is open and looked at, asks
// whether there is anything newer (304: no), less and less often, and puts the newer one in its place.
(() => {
  const FIRST = 2000, LAST = 30000, SLOWER = 1.5;
  let delay = FIRST, timer;

  const address = (element) => {
    const url = new URL(location.href);
    url.searchParams.set("after", element.dataset.follow);
    return url;
  };

  // What is open stays open, and who is at a control stays there.
  const swap = (element, text) => {
    const names = [...element.querySelectorAll("details[open][id]")].map((one) => one.id);
    const at = element.contains(document.activeElement) ? document.activeElement : null;
    const holder = at?.id || at?.closest("details[id]")?.id;
    htmx.swap(element, text, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
    for (const name of names) document.getElementById(name)?.setAttribute("open", "");
    const place = holder && document.getElementById(holder);
    (place?.querySelector?.(":scope > summary") ?? place)?.focus({ preventScroll: true });
  };

  // Whether to ask again: not once somebody is signed out.
  const ask = async (element) => {
    const headers = { "HX-Request": "true", "HX-Target": element.id, "HX-Current-URL": location.href };
    const answer = await fetch(address(element), { headers });
    delay = Math.min(LAST, delay * SLOWER);
    if (answer.status !== 200) return ![401, 403, 404].includes(answer.status);
    const text = await answer.text();
    // Replaced meanwhile, by another role perhaps: that one is asked about next.
    if (!element.isConnected) return true;
    delay = FIRST;
    swap(element, text);
    document.dispatchEvent(new CustomEvent("announce", { detail: element.dataset.followed ?? "" }));
    return true;
  };

  const round = async () => {
    const element = document.querySelector("[data-follow]");
    if (!element || document.hidden || !navigator.onLine) return;
    let more = true;
    try {
      more = await ask(element);
    } catch {
      delay = LAST;
    }
    if (more) wait();
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(round, delay);
  };

  const now = () => {
    clearTimeout(timer);
    delay = FIRST;
    if (!document.hidden) round();
  };
  document.addEventListener("visibilitychange", now);
  document.addEventListener("session-renewed", now);
  window.addEventListener("online", now);
  wait();
})();
