// Signed out while working (401), or signed in anew in another tab (stale token): the page stays, with all
// that was typed. Once somebody is signed in again, it takes the new token; if it is somebody else, it reloads.
(() => {
  const dialog = () => document.getElementById("session-dialog");

  // Before htmx would follow HX-Redirect to the login page and lose what was typed.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 401 || !dialog()) return;
    const login = xhr.getResponseHeader("HX-Redirect");
    if (login) dialog().querySelector("a").href = login;
    event.preventDefault();
    if (!dialog().open) dialog().showModal();
  });

  async function freshPage() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "follow" });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  function takeTokens(page) {
    const headers = page.body.getAttribute("hx-headers");
    document.body.setAttribute("hx-headers", headers);
    const token = JSON.parse(headers)["X-CSRFToken"];
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  }

  async function renew() {
    const page = await freshPage();
    const now = page.body.dataset.person;
    if (!now) return false;
    // Never save one person's typing as another's.
    if (now !== document.body.dataset.person) {
      location.reload();
      return new Promise(() => {});
    }
    takeTokens(page);
    return true;
  }

  const say = (name) => {
    const detail = { value: dialog()?.dataset[name] ?? "" };
    document.dispatchEvent(new CustomEvent("toast", { detail }));
  };

  document.addEventListener("click", async (event) => {
    if (!event.target.closest?.("[data-session-renew]")) return;
    const signedIn = await renew().catch(() => false);
    dialog().querySelector("[data-session-still-out]").hidden = signedIn;
    if (!signedIn) return;
    dialog().close();
    document.dispatchEvent(new CustomEvent("session-renewed"));
    say("renewed");
  });

  document.addEventListener("session-changed", async () => {
    if (await renew().catch(() => false)) say("renewed");
    else if (!dialog().open) dialog().showModal();
  });
})();
