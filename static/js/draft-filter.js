// A field with data-filter="id" narrows the choices below the element of that id to those with its words.
// What is ticked always stays in sight.
(() => {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-filter]")) return;
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const list = document.getElementById(field.dataset.filter);
    for (const group of list.querySelectorAll("[data-group]")) {
      let any = false;
      const heading = group.dataset.group.toLocaleLowerCase();
      for (const choice of group.querySelectorAll("[data-choice]")) {
        const text = `${choice.textContent} ${heading}`.toLocaleLowerCase();
        choice.hidden = !choice.querySelector("input").checked && !words.every((word) => text.includes(word));
        any ||= !choice.hidden;
      }
      group.hidden = !any;
    }
  });
})();
