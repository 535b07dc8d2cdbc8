// Point at an actor: its partners stand out, each with its name where that has room. Drag one: its lines follow.
// Without script the picture stands.
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
    for (const [own, label] of labels) label.classList.toggle("near", near.has(own) && own !== number);
    for (const more of svg.querySelectorAll("text.more")) more.remove();
    if (number !== null) name(number, near);
  };
  // The whole name of the one that is pointed at, then those of its partners that have none, the largest first.
  const name = (number, near) => {
    const sheet = svg.viewBox.baseVal, names = svg.querySelector(".names");
    const taken = [...labels].filter(([own]) => near.has(own) && own !== number).map(([, label]) => label.getBBox());
    taken.push(...spots.filter((spot) => near.has(spot.dataset.n)).map((spot) => spot.querySelector("circle").getBBox()));
    const apart = (one, other) => one.x + one.width < other.x || other.x + other.width < one.x || one.y + one.height < other.y || other.y + other.height < one.y;
    const size = (spot) => Number(spot.querySelector("circle").getAttribute("r"));
    const first = spots.filter((spot) => spot.dataset.n === number);
    const others = spots.filter(({ dataset: { n } }) => n !== number && near.has(n) && !labels.has(n)).sort((one, other) => size(other) - size(one));
    for (const spot of [...first, ...others]) {
      const circle = spot.querySelector("circle"), [x, y, r] = ["cx", "cy", "r"].map((each) => Number(circle.getAttribute(each)));
      const text = document.createElementNS(svg.namespaceURI, "text");
      text.setAttribute("class", "label near more");
      text.textContent = spot.querySelector("title").textContent.replace(/ \([^()]*\)$/, "");
      names.append(text);
      const long = text.getComputedTextLength();
      const free = [[x + r + 2, y + 4], [x - r - 2 - long, y + 4], [x - long / 2, y - r - 4], [x - long / 2, y + r + 12]].find(([left, base]) => {
        text.setAttribute("x", left);
        text.setAttribute("y", base);
        return left >= 0 && left + long <= sheet.width && taken.every((other) => apart(text.getBBox(), other));
      });
      if (free || spot.dataset.n === number) taken.push(text.getBBox()); else text.remove();
    }
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
    svg.querySelector("text.more")?.remove();
    held.circle.setAttribute("cx", x); held.circle.setAttribute("cy", y);
    const label = labels.get(held.number);
    if (label) { label.setAttribute("x", x + Number(held.circle.getAttribute("r")) + 2); label.setAttribute("y", y + 4); }
    for (const line of lines) {
      if (line.dataset.a === held.number) { line.setAttribute("x1", x); line.setAttribute("y1", y); }
      if (line.dataset.b === held.number) { line.setAttribute("x2", x); line.setAttribute("y2", y); }
    }
  });
  addEventListener("pointerup", () => {
    if (held && moved) light(held.number);
    held = null;
  });
}
