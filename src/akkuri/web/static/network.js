// Point at an actor: its partners stand out. Drag one: its lines follow. Without script the picture stands.
for (const svg of document.querySelectorAll("figure.network svg[role]")) {
  const spots = [...svg.querySelectorAll("a[data-n]")], lines = [...svg.querySelectorAll("line")];
  const labels = new Map();
  let held = null, moved = false;
  const light = (number) => {
    svg.classList.toggle("pointed", number !== null);
    const near = new Set(number === null ? [] : [number]);
    for (const line of lines) {
      const mine = number !== null && (line.dataset.a === number || line.dataset.b === number);
      line.classList.toggle("near", mine);
      if (mine) { near.add(line.dataset.a); near.add(line.dataset.b); }
    }
    for (const spot of spots) spot.classList.toggle("near", near.has(spot.dataset.n));
  };
  const at = (event) => {
    const place = svg.getBoundingClientRect(), box = svg.viewBox.baseVal;
    return [(event.clientX - place.left) / place.width * box.width, (event.clientY - place.top) / place.height * box.height];
  };
  for (const spot of spots) {
    const number = spot.dataset.n, circle = spot.querySelector("circle");
    const label = svg.querySelector(`text[data-n="${number}"]`);
    if (label) labels.set(number, label);
    spot.addEventListener("pointerenter", () => light(number));
    spot.addEventListener("pointerleave", () => { if (!held) light(null); });
    spot.addEventListener("focus", () => light(number));
    spot.addEventListener("blur", () => light(null));
    spot.addEventListener("dragstart", (event) => event.preventDefault());
    spot.addEventListener("pointerdown", (event) => { if (event.pointerType === "mouse") { held = { number, circle }; moved = false; } });
    spot.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } });
  }
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = at(event);
    moved = true;
    held.circle.setAttribute("cx", x); held.circle.setAttribute("cy", y);
    const label = labels.get(held.number);
    if (label) { label.setAttribute("x", x + Number(held.circle.getAttribute("r")) + 2); label.setAttribute("y", y + 4); }
    for (const line of lines) {
      if (line.dataset.a === held.number) { line.setAttribute("x1", x); line.setAttribute("y1", y); }
      if (line.dataset.b === held.number) { line.setAttribute("x2", x); line.setAttribute("y2", y); }
    }
  });
  addEventListener("pointerup", () => { held = null; });
}
