// The keys of the assessment; "?" lists them, and a switch beside the list turns them off.
(() => {
  const typing = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  const help = () => document.getElementById("rating-help");
  const isOpen = () => document.querySelector("dialog[open], dialog:popover-open, [popover]:popover-open");
  const isOn = () => document.querySelector("[data-keys-switch]")?.checked !== false;

  // The digit row counts as digits also where the layout has other signs on it; "=" never does.
  function level(event) {
    if (/^[0-9]$/.test(event.key)) return Number(event.key);
    const row = !event.shiftKey && /^Digit([0-9])$/.exec(event.code);
    return row ? Number(row[1]) : null;
  }

  // Within a ladder, left and right walk without choosing: a choice is saved at once.
  function walk(radio, step) {
    const all = [...radio.closest(".ladder").querySelectorAll("input[name=value]")];
    all[all.indexOf(radio) + step]?.focus();
  }

  const named = {
    "=": () => window.assess.confirm(window.assess.current()),
    n: () => window.assess.dismiss(window.assess.current()),
    e: () => window.assessExample(),
    w: () => window.assessWish(window.assess.current()),
    u: () => window.assess.undo(),
    j: () => window.assess.move(1),
    k: () => window.assess.move(-1),
    ArrowDown: () => window.assess.move(1),
    ArrowUp: () => window.assess.move(-1),
  };

  function inLadder(event, radio) {
    if (event.key === "ArrowRight") walk(radio, 1);
    else if (event.key === "ArrowLeft") walk(radio, -1);
    else if (event.key === "Enter") radio.click();
    else return false;
    return true;
  }

  function act(event) {
    const rank = level(event);
    const top = Number(document.getElementById("assess").dataset.top);
    if (event.key in named) named[event.key]();
    else if (rank !== null && rank <= top) window.assess.rate(window.assess.current(), rank);
    else return false;
    return true;
  }

  function leaveReason(event) {
    const box = event.key === "Escape" && event.target.closest?.(".not-applicable");
    if (!box) return;
    box.open = false;
    window.assess.go(box.closest(".skill-card"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !document.querySelector(".skill-card")) return;
    if (event.target.matches(typing)) return leaveReason(event);
    if (event.key === "?" && !document.querySelector("dialog[open]:not([popover])")) {
      event.preventDefault();
      return help().togglePopover();
    }
    if (isOpen() || !event.target.closest("main, body") || event.target.closest("header.app-header")) return;
    // Arrows stay the browser's where they mean something else, and held keys rate nothing twice.
    const radio = event.target.matches(".skill-card input[name=value]") && event.target;
    const taken = radio && inLadder(event, radio);
    if (!taken && (!isOn() || (event.repeat && !event.key.startsWith("Arrow")) || !act(event))) return;
    event.preventDefault();
  });
})();
