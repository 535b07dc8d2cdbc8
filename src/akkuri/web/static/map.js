// Zoom and drag for the map; without script the whole picture stands.
for (const figure of document.querySelectorAll("figure.map")) {
  const svg = figure.querySelector("svg");
  const whole = svg.viewBox.baseVal, all = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let box = { ...all }, held = null, moved = false;
  const show = () => svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
  const inside = (low, size, least, most) => Math.min(Math.max(low, least), least + most - size);
  const zoom = (factor, x = box.x + box.width / 2, y = box.y + box.height / 2) => {
    const width = Math.min(all.width, Math.max(all.width / 16, box.width * factor)), by = width / box.width;
    const height = box.height * by;
    box = { x: inside(x - (x - box.x) * by, width, all.x, all.width), y: inside(y - (y - box.y) * by, height, all.y, all.height), width, height };
    show();
  };
  const at = (event) => {
    const place = svg.getBoundingClientRect();
    return [box.x + (event.clientX - place.left) / place.width * box.width, box.y + (event.clientY - place.top) / place.height * box.height];
  };
  const bar = document.createElement("p");
  bar.className = "zoom";
  for (const [sign, name, act] of [["+", figure.dataset.in, () => zoom(0.6)], ["−", figure.dataset.out, () => zoom(1 / 0.6)], ["⟲", figure.dataset.all, () => { box = { ...all }; show(); }]]) {
    const button = document.createElement("button");
    button.type = "button"; button.textContent = sign; button.title = name; button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    bar.append(button);
  }
  figure.prepend(bar);
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;  // the page scrolls otherwise
    event.preventDefault();
    zoom(event.deltaY < 0 ? 0.8 : 1.25, ...at(event));
  }, { passive: false });
  svg.addEventListener("pointerdown", (event) => { if (box.width < all.width && event.pointerType === "mouse") { held = at(event); moved = false; } });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = at(event);
    moved = moved || Math.abs(x - held[0]) + Math.abs(y - held[1]) > 3;
    box = { ...box, x: inside(box.x + held[0] - x, box.width, all.x, all.width), y: inside(box.y + held[1] - y, box.height, all.y, all.height) };
    show();
  });
  addEventListener("pointerup", () => { held = null; });
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
}
