// The grid of targets: which cell is at hand, where the keys lead, and what they ask for.
// A change is announced as "targets:set"; saving it is targets-save.js's work, showing it in words targets-bar.js's.
(() => {
  const MOST = 9;
  const table = () => document.querySelector("[data-targets]");
  const words = (name) => table()?.dataset[name] ?? "";
  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));
  const past = [];
  let at = null, column = 1, tabbedFrom = 0, waitFor = "";

  const isFolded = (body) => "folded" in body.dataset;
  const isSkill = (row) => "skill" in row.dataset;
  const asked = (cell) => [Number(cell.dataset.level ?? 0), Number(cell.dataset.weight ?? 1)];
  const cellOf = (element) => element?.closest?.("[data-targets] tbody td");

  // Rows one can stand on: skills of open areas, and the heads of folded ones.
  function rows() {
    return [...table().tBodies].flatMap((body) => isFolded(body) ? [body.rows[0]] : [...body.rows].slice(1));
  }

  function placeIn(row, col) {
    if (!isSkill(row)) return row.querySelector("[data-fold]");
    return col === 0 ? row.cells[0].querySelector("a") : row.cells[Math.min(col, row.cells.length - 1)];
  }

  function mark(place) {
    if (at?.isConnected) at.tabIndex = -1;
    at = place;
    at.tabIndex = 0;
    const cell = place.closest("td, th");
    if (isSkill(cell.parentElement)) column = cell.cellIndex;
    document.dispatchEvent(new CustomEvent("targets:at", { detail: cellOf(place) }));
  }

  function go(place) {
    if (!place) return;
    mark(place);
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function vertical(step, col = column) {
    const all = rows(), here = all.indexOf(at.closest("tr"));
    // The head of an open area is no stop: its neighbours are the rows around it.
    const from = here >= 0 ? here : all.indexOf(at.closest("tr").nextElementSibling) - (step > 0 ? 1 : 0);
    const next = all[from + step];
    if (next) go(placeIn(next, col));
    column = col;
  }

  function horizontal(step) {
    const row = at.closest("tr");
    if (!isSkill(row)) return step > 0 && isFolded(row.parentElement) ? unfold(row.parentElement) : undefined;
    const to = at.closest("td, th").cellIndex + step;
    if (to < 0) return go(row.parentElement.rows[0].querySelector("[data-fold]"));
    return to < row.cells.length ? go(placeIn(row, to)) : undefined;
  }

  function byArea(step) {
    const body = at.closest("tbody");
    const next = step > 0 ? body.nextElementSibling : body.previousElementSibling;
    if (!next) return go(placeIn(step > 0 ? rows().at(-1) : rows()[0], column));
    return isFolded(next) ? unfold(next) : go(placeIn(next.rows[1], column));
  }

  // Tab goes on in the row and leaves the grid at its end, so that nobody is caught in it.
  function tab(event) {
    const cell = cellOf(at), step = event.shiftKey ? -1 : 1;
    const next = cell && cell.parentElement.cells[cell.cellIndex + step];
    if (!next || next.tagName !== "TD") return false;
    const from = tabbedFrom || column;
    go(next);
    tabbedFrom = from;
    return true;
  }

  function unfold(body) {
    if (body.rows.length > 1) {
      delete body.dataset.folded;
      dress(body);
      go(placeIn(body.rows[1], column));
    } else {
      waitFor = body.id;
      body.querySelector("[data-fold]").dispatchEvent(new CustomEvent("unfold"));
    }
  }

  function fold(body) {
    body.dataset.folded = "";
    dress(body);
    go(body.querySelector("[data-fold]"));
  }

  function set(cell, level, weight) {
    const before = asked(cell), after = level ? [level, weight] : [0, 1];
    if (String(before) === String(after) && cell.dataset.state !== "conflict") return;
    past.push([cell.id, before]);
    change(cell, after);
  }

  function change(cell, after) {
    document.dispatchEvent(new CustomEvent("targets:set", { detail: { cell, shown: asked(cell), asked: after } }));
    paint(cell, after);
    say(inWords(after));
  }

  function undo() {
    const [id, before] = past.pop() ?? [];
    const cell = document.getElementById(id ?? "");
    if (!cell) return say(words("nothingToUndo"));
    if (!isFolded(cell.closest("tbody"))) go(cell);
    return change(cell, before);
  }

  function setLevel(cell, level) {
    if (level > Number(words("top"))) return say(words("tooHigh"));
    return set(cell, level, asked(cell)[1]);
  }

  function addWeight(cell, step, around = false) {
    const [level, weight] = asked(cell);
    if (!level) return say(words("levelFirst"));
    const next = around && weight === MOST ? 1 : Math.min(Math.max(weight + step, 1), MOST);
    return set(cell, level, next);
  }

  // What the cell will look like; the server's own cell, with its warnings, follows when it is saved.
  function paint(cell, [level, weight]) {
    cell.className = level ? `l${level}` : "";
    cell.replaceChildren(level ? String(level) : "");
    if (!level) delete cell.dataset.level;
    else Object.assign(cell.dataset, { level, weight });
    if (!level) delete cell.dataset.weight;
    if (!level || weight === 1) return;
    const times = document.createElement("small");
    times.textContent = `×${weight}`;
    cell.append(times);
  }

  const names = () => JSON.parse(words("levels"));
  function inWords([level, weight]) {
    if (!level) return words("notAsked");
    return `${level} ${names()[level]}${weight > 1 ? `, ×${weight}` : ""}`;
  }

  // The digit row counts as digits also where the layout has other signs on it.
  function digit(event) {
    if (/^[0-9]$/.test(event.key)) return Number(event.key);
    const row = !event.shiftKey && /^Digit([0-9])$/.exec(event.code);
    return row ? Number(row[1]) : null;
  }

  const isMirrored = () => document.documentElement.dir === "rtl";
  const moves = {
    ArrowDown: () => vertical(1),
    ArrowUp: () => vertical(-1),
    ArrowRight: () => horizontal(isMirrored() ? -1 : 1),
    ArrowLeft: () => horizontal(isMirrored() ? 1 : -1),
    PageDown: () => byArea(1),
    PageUp: () => byArea(-1),
    Home: (event) => event.ctrlKey ? go(placeIn(rows()[0], 1)) : isSkill(at.closest("tr")) && go(placeIn(at.closest("tr"), 1)),
    End: (event) => event.ctrlKey ? go(placeIn(rows().at(-1), Infinity)) : isSkill(at.closest("tr")) && go(placeIn(at.closest("tr"), Infinity)),
  };
  const edits = {
    Delete: (cell) => set(cell, 0, 1),
    Backspace: (cell) => set(cell, 0, 1),
    "+": (cell) => addWeight(cell, 1),
    "=": (cell) => addWeight(cell, 1),
    "-": (cell) => addWeight(cell, -1),
    w: (cell) => addWeight(cell, 1, true),
    u: () => undo(),
  };

  function act(event, cell) {
    const { key } = event, level = digit(event);
    if (key in moves) moves[key](event);
    else if (key === " " && at.matches("[data-fold]")) at.click();
    else if (!cell || event.ctrlKey) return false;
    else if (key === "Enter") vertical(event.shiftKey ? -1 : 1, tabbedFrom || column);
    else if (level !== null) setLevel(cell, level);
    else if (key in edits) edits[key](cell);
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("[data-targets] tbody") || event.metaKey || event.altKey) return;
    if (event.key === "?") {
      event.preventDefault();
      return document.getElementById("targets-help").togglePopover();
    }
    if (at !== event.target) mark(event.target);
    if (event.key === "Tab" ? tab(event) : act(event, cellOf(at))) event.preventDefault();
    if (!["Tab", "Shift"].includes(event.key) && digit(event) === null && !(event.key in edits)) tabbedFrom = 0;
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-targets] [data-fold]");
    if (opener) {
      event.preventDefault();
      const body = opener.closest("tbody");
      mark(opener);
      return isFolded(body) ? unfold(body) : fold(body);
    }
    const cell = cellOf(event.target);
    if (cell) go(cell);
    tabbedFrom = 0;
  });

  // One stop for Tab: all places in the table but one are reached by the arrows.
  function dress(body) {
    for (const link of body.querySelectorAll("a")) if (link !== at) link.tabIndex = -1;
    const opener = body.querySelector("[data-fold]");
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-expanded", String(!isFolded(body)));
  }

  // "#role-senior" begins in that column.
  function columnOfAddress() {
    const heads = [...table().tHead.querySelectorAll("[data-role]")];
    return Math.max(heads.findIndex((head) => `#${head.id}` === location.hash), 0) + 1;
  }

  function begin(root) {
    const bodies = root.matches?.("tbody") ? [root] : root.querySelectorAll?.("[data-targets] tbody") ?? [];
    for (const body of bodies) dress(body);
    if (root.id && root.id === waitFor) {
      waitFor = "";
      go(placeIn(root.rows[1], column));
    } else if (table() && !at?.isConnected && bodies.length) {
      const first = rows()[0];
      if (first) mark(placeIn(first, columnOfAddress()));
    }
  }
  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));

  window.targets = { asked, go, inWords, paint, setLevel, addWeight, change, current: () => cellOf(at) };
})();
