// Names that begin as what is typed, under the fields of the search; without script the form works as it is.
let lists = 0;
for (const form of document.querySelectorAll("form[role=search]")) {
  if (!/\/search$/.test(form.action)) continue;  // the site without a server has nobody to ask
  const field = form.querySelector("input[name=q]"), list = document.createElement("ul"), told = document.createElement("span");
  let chosen = -1, asked = 0, waiting;
  list.id = `suggested-${lists += 1}`; list.className = "suggested"; list.setAttribute("role", "listbox"); list.hidden = true;
  list.setAttribute("aria-label", field.labels[0] ? field.labels[0].textContent : field.placeholder);
  for (const [name, value] of [["role", "combobox"], ["autocomplete", "off"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) field.setAttribute(name, value);
  told.className = "hidden"; told.setAttribute("role", "status");
  form.append(list, told);
  const close = () => { list.hidden = true; told.textContent = ""; chosen = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const choose = (number) => {
    const options = [...list.children];
    chosen = (number + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    field.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const show = (found) => {
    list.replaceChildren(...found.map((each, place) => {
      const option = document.createElement("li"), more = document.createElement("span");
      option.id = `${list.id}-${place}`; option.setAttribute("role", "option"); option.setAttribute("aria-selected", "false");
      option.dataset.href = each.url; option.textContent = each.label;
      more.className = "muted"; more.textContent = [each.kind, each.place].filter(Boolean).join(" · ");
      option.append(" ", more);
      return option;
    }));
    chosen = -1; list.hidden = found.length === 0; field.setAttribute("aria-expanded", String(found.length > 0));
    told.textContent = found.length ? form.dataset.suggested.replace("{}", found.length) : "";
  };
  const go = (option) => { const to = new URL(option.dataset.href, location.href); if (new URLSearchParams(location.search).has("lang")) to.searchParams.set("lang", document.documentElement.lang); location.assign(to); };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = field.value.trim(), mine = asked += 1;
    if (text.length < 2) { close(); return; }
    waiting = setTimeout(async () => {
      const address = new URL(form.action.replace(/\/search$/, "/api/suggest"));
      address.searchParams.set("q", text); address.searchParams.set("lang", document.documentElement.lang);
      try {
        const answer = await fetch(address);
        if (answer.ok && mine === asked) show(await answer.json());
      } catch { close(); }
    }, 150);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); go(list.children[chosen]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }  // else a field of the kind search is emptied too
  });
  list.addEventListener("pointerdown", (event) => { const option = event.target.closest("li"); if (option) { event.preventDefault(); go(option); } });
  field.addEventListener("blur", close);
}
