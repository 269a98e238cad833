// The bar under the grid of targets: what the cell at hand says, buttons that do what the keys do, and what is not saved.
(() => {
  const bar = () => document.querySelector("[data-cell-bar]");
  const part = (name) => bar().querySelector(`[data-bar-${name}]`);
  const text = (name, values = {}) => Object.entries(values).reduce(
    (said, [key, value]) => said.replace(`{${key}}`, value), bar().dataset[name] ?? "");
  let cell = null, state = { cells: new Map(), trouble: "" }, used = false;

  function nameOf(td) {
    const table = td.closest("table");
    const role = table.querySelectorAll("thead [data-role]")[td.cellIndex - 1];
    return { skill: td.parentElement.dataset.name, role: role.dataset.name };
  }

  function showCell() {
    const shown = cell?.isConnected;
    part("cell").hidden = !shown;
    part("none").hidden = shown;
    if (!shown) return;
    const [level, weight] = window.targets.asked(cell), { skill, role } = nameOf(cell);
    part("skill").textContent = skill;
    part("role").textContent = role;
    part("warning").textContent = cell.querySelector("[data-warning]")?.title ?? "";
    part("weight").textContent = `×${weight}`;
    for (const button of bar().querySelectorAll("[data-set-level]")) button.setAttribute("aria-pressed", String(Number(button.dataset.setLevel) === level));
    for (const button of bar().querySelectorAll("[data-add-weight]")) button.setAttribute("aria-disabled", String(!level));
    showConflict();
  }

  function showConflict() {
    const one = state.cells.get(cell.id);
    part("conflict").hidden = !one?.theirs;
    if (!one?.theirs) return;
    const mine = window.targets.inWords(one.wanted), theirs = window.targets.inWords(one.theirs);
    part("both").textContent = text(one.by ? "bothBy" : "both", { who: one.by, theirs, mine });
    part("mine").textContent = text("keepMine", { mine });
    part("theirs").textContent = text("keepTheirs", { theirs });
  }

  // One line for all cells together.
  function showState() {
    const { cells, trouble } = state;
    const decide = [...cells.values()].filter((one) => one.theirs).length;
    used ||= cells.size > 0;
    const name = trouble === "out" ? "signedOut" : trouble ? "notSaved" : cells.size > decide ? "saving" : decide ? "decide" : used ? "saved" : "";
    const place = part("state");
    const said = text(name, { n: name === "decide" ? decide : cells.size });
    if (place.textContent !== said) place.textContent = said;
    place.dataset.state = name;
    part("retry").hidden = !trouble;
    part("next").hidden = !decide || Boolean(state.cells.get(cell?.id)?.theirs);
  }

  document.addEventListener("targets:at", ({ detail }) => {
    cell = detail;
    showCell();
    showState();
  });
  document.addEventListener("targets:state", ({ detail }) => {
    const asks = (one) => one.theirs && !asked.has(one);
    for (const one of [...detail.cells.values()].filter(asks)) {
      asked.add(one);
      document.dispatchEvent(new CustomEvent("announce", { detail: text("announceConflict") }));
    }
    state = detail;
    showCell();
    showState();
  });
  const asked = new WeakSet();

  function next() {
    const id = [...state.cells.values()].find((one) => one.theirs && document.getElementById(one.id))?.id;
    if (id) window.targets.go(document.getElementById(id));
  }

  function decide(mine) {
    const here = cell;
    document.dispatchEvent(new CustomEvent("targets:decide", { detail: { id: here.id, mine } }));
    window.targets.go(here);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-cell-bar] button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    if ("setLevel" in button.dataset) window.targets.setLevel(cell, Number(button.dataset.setLevel));
    else if ("addWeight" in button.dataset) window.targets.addWeight(cell, Number(button.dataset.addWeight));
    else if (button.matches("[data-bar-mine]")) decide(true);
    else if (button.matches("[data-bar-theirs]")) decide(false);
    else if (button.matches("[data-bar-next]")) next();
    else if (button.matches("[data-bar-retry]")) document.dispatchEvent(new CustomEvent("targets:retry"));
    showCell();
  });

  document.addEventListener("DOMContentLoaded", () => { if (bar()) bar().hidden = false; });
})();
