// Rows that can be added and taken away: a button with data-add-row="id" copies the <template> of that id before
// itself, one with data-remove-row takes its [data-row] out. Without this script both are submit buttons.
(() => {
  const touched = () => document.dispatchEvent(new CustomEvent("draft:touched"));

  function add(button) {
    const source = document.getElementById(button.dataset.addRow);
    const list = document.getElementById(button.dataset.rows);
    const used = [...list.querySelectorAll("[data-row]")].map((row) => Number(row.dataset.row) || 0);
    const number = Math.max(-1, ...used) + 1;
    const holder = document.createElement("template");
    holder.innerHTML = source.innerHTML.replaceAll("__n__", String(number));
    list.append(holder.content);
    list.lastElementChild.querySelector("input:not([type=hidden]), textarea").focus();
  }

  function remove(button) {
    const row = button.closest("[data-row]");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const adder = row.closest("[data-rows-of]").querySelector("[data-add-row]");
    row.remove();
    (next?.querySelector("summary, [data-remove-row]") ?? adder).focus();
    touched();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-row], [data-remove-row]");
    if (!button) return;
    event.preventDefault();
    if ("removeRow" in button.dataset) remove(button);
    else add(button);
  });
})();
