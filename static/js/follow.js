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

  const ask = async (element) => {
    const headers = { "HX-Request": "true", "HX-Target": element.id, "HX-Current-URL": location.href };
    const answer = await fetch(address(element), { headers });
    if (answer.status !== 200) return false;
    const text = await answer.text();
    // Nobody wants a list they have opened to close under their hands.
    if (element.isConnected && !element.querySelector("details[open]")) {
      htmx.swap(element, text, { swapStyle: "outerHTML" });
      document.getElementById("status")?.replaceChildren(element.dataset.followed ?? "");
    }
    return true;
  };

  const round = async () => {
    const element = document.querySelector("[data-follow]");
    if (!element || document.hidden) return;
    try {
      delay = (await ask(element)) ? FIRST : Math.min(LAST, delay * SLOWER);
    } catch {
      delay = LAST;
    }
    wait();
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(round, delay);
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return clearTimeout(timer);
    delay = FIRST;
    round();
  });
  wait();
})();
