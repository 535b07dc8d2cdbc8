// Zoom and drag for the map, by buttons, mouse and fingers; without script the whole picture stands.
// What is enlarged is the land: bubbles and letters keep their size, so that neighbours come apart and find room for their names.
const LETTERS = 12.5, ROOM = 3;
for (const figure of document.querySelectorAll("figure.map")) {
  const svg = figure.querySelector("svg");
  const whole = svg.viewBox.baseVal, all = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const lands = [...svg.querySelectorAll(".land")].map((path) => [path, Number(path.getAttribute("stroke-width") ?? 1)]);
  const bubbles = [...svg.querySelectorAll("a[data-name]")].map((link) => {
    const ring = link.querySelector(".ring"), number = (name) => Number(ring.getAttribute(name));
    return { link, x: number("cx"), y: number("cy"), r: number("r") };
  });
  const given = [...svg.querySelectorAll(".names")];
  const near = document.createElementNS(svg.namespaceURI, "g");
  let box = { ...all }, held = null, moved = false, apart = null;

  // A picture higher than the window is drawn narrower than its frame: what is seen is then more than the box.
  const seen = () => {
    const place = svg.getBoundingClientRect(), to = svg.getScreenCTM().inverse();
    const [one, other] = [[place.left, place.top], [place.right, place.bottom]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(to));
    return [one.x, one.y, other.x, other.y];
  };
  const unseen = ({ x, y }) => {
    const [west, north, east, south] = seen();
    return x < west || x > east || y < north || y > south;
  };
  // Names beside bubbles, the largest first, where they cover neither a bubble nor another name.
  const name = (small) => {
    const unit = 1 / svg.getScreenCTM().a, size = LETTERS * unit, [west, north, east, south] = seen();
    const taken = bubbles.map(({ x, y, r }) => [x - r * small, y - r * small, x + r * small, y + r * small]);
    near.replaceChildren();
    near.setAttribute("font-size", size);
    near.setAttribute("stroke-width", size / 4);
    for (const { link, x, y, r } of [...bubbles].sort((one, other) => other.r - one.r)) {
      if (x < west || x > east || y < north || y > south) continue;
      const text = document.createElementNS(svg.namespaceURI, "text"), away = r * small + ROOM * unit;
      text.textContent = link.dataset.name;
      near.append(text);
      const long = text.getComputedTextLength();
      const free = [[x + away, y + size / 3], [x - away - long, y + size / 3], [x - long / 2, y - away], [x - long / 2, y + away + size * 0.8]].find(([left, base]) => {
        const [top, right, bottom] = [base - size * 0.85, left + long, base + size * 0.2];
        return left >= west && right <= east && top >= north && bottom <= south
          && !taken.some(([from, over, to, under]) => left < to && right > from && top < under && bottom > over);
      });
      if (!free) { text.remove(); continue; }
      text.setAttribute("x", free[0]);
      text.setAttribute("y", free[1]);
      taken.push([free[0], free[1] - size * 0.85, free[0] + long, free[1] + size * 0.2]);
    }
  };
  const show = () => {
    const small = box.width / all.width, close = small < 0.999;
    svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    for (const [path, width] of lands) path.setAttribute("stroke-width", width * small);
    for (const { link, x, y } of bubbles) {
      if (close) link.setAttribute("transform", `translate(${x} ${y}) scale(${small}) translate(${-x} ${-y})`);
      else link.removeAttribute("transform");
    }
    for (const names of given) names.classList.toggle("away", close);
    svg.classList.toggle("close", close);
    if (close) { svg.append(near); name(small); } else near.remove();
  };
  const inside = (low, size, least, most) => Math.min(Math.max(low, least), least + most - size);
  const zoom = (factor, x, y) => {
    const width = Math.min(all.width, Math.max(all.width / 16, box.width * factor)), by = width / box.width;
    const height = box.height * by;
    box = { x: inside(x - (x - box.x) * by, width, all.x, all.width), y: inside(y - (y - box.y) * by, height, all.y, all.height), width, height };
    show();
  };
  // Buttons zoom on the middle. Of the whole picture they choose where most bubbles are, and never nothing where there is something.
  const step = (factor) => {
    const width = box.width * factor / 2, height = box.height * factor / 2;
    const around = ([x, y]) => bubbles.filter((one) => Math.abs(one.x - x) < width && Math.abs(one.y - y) < height);
    const within = bubbles.filter((bubble) => !unseen(bubble)), weight = (point) => around(point).reduce((sum, { r }) => sum + r * r, 0);
    let middle = [box.x + box.width / 2, box.y + box.height / 2];
    const far = ([x, y]) => Math.hypot(x - middle[0], y - middle[1]), places = within.map(({ x, y }) => [x, y]);
    if (factor < 1 && places.length && (box.width === all.width || !around(middle).length)) {
      const best = (one, other) => (box.width === all.width ? weight(other) - weight(one) : 0) || far(one) - far(other);
      middle = places.sort(best)[0];
    }
    zoom(factor, box.x + box.width / 2, box.y + box.height / 2);
    move(middle[0] - box.width / 2, middle[1] - box.height / 2);
  };
  const move = (x, y) => {
    const before = box;
    box = { ...box, x: inside(x, box.width, all.x, all.width), y: inside(y, box.height, all.y, all.height) };
    show();
    return box.x !== before.x || box.y !== before.y;
  };
  const at = (point) => {
    const { x, y } = new DOMPoint(point.clientX, point.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [x, y];
  };
  const drag = (point) => {
    const [x, y] = at(point), far = Math.abs(x - held[0]) + Math.abs(y - held[1]);
    moved = moved || far * svg.getScreenCTM().a > 4;
    return move(box.x + held[0] - x, box.y + held[1] - y);
  };

  const bar = document.createElement("p");
  bar.className = "zoom";
  for (const [sign, called, act] of [["+", figure.dataset.in, () => step(0.6)], ["−", figure.dataset.out, () => step(1 / 0.6)], ["⟲", figure.dataset.all, () => { box = { ...all }; show(); }]]) {
    const button = document.createElement("button");
    button.type = "button"; button.textContent = sign; button.title = called; button.setAttribute("aria-label", called);
    button.addEventListener("click", act);
    bar.append(button);
  }
  figure.prepend(bar);
  near.setAttribute("class", "names near");
  near.setAttribute("paint-order", "stroke");

  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;  // the page scrolls otherwise
    event.preventDefault();
    zoom(event.deltaY < 0 ? 0.8 : 1.25, ...at(event));
  }, { passive: false });
  svg.addEventListener("pointerdown", (event) => {
    moved = false;
    if (box.width < all.width && event.pointerType === "mouse") held = at(event);
  });
  addEventListener("pointermove", (event) => { if (held && event.pointerType === "mouse") drag(event); });
  addEventListener("pointerup", () => { held = null; });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);

  // Two fingers zoom; one moves what is enlarged, and the page once the picture's border is met.
  const fingers = ({ touches: [one, other] }) => ({
    far: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
    clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2,
  });
  svg.addEventListener("touchstart", (event) => {
    apart = event.touches.length === 2 ? fingers(event) : null;
    held = event.touches.length === 1 && box.width < all.width ? at(event.touches[0]) : null;
    if (apart) event.preventDefault();
  }, { passive: false });
  svg.addEventListener("touchmove", (event) => {
    if (apart && event.touches.length === 2) {
      event.preventDefault();
      const now = fingers(event);
      zoom(apart.far / Math.max(now.far, 1), ...at(now));
      apart = now;
    } else if (held && event.cancelable && drag(event.touches[0])) event.preventDefault();
  }, { passive: false });
  for (const ended of ["touchend", "touchcancel"]) svg.addEventListener(ended, () => { held = null; apart = null; });

  // The picture and its list point at each other.
  svg.addEventListener("focusin", ({ target }) => {
    const bubble = bubbles.find(({ link }) => link === target);
    if (bubble && unseen(bubble)) move(bubble.x - box.width / 2, bubble.y - box.height / 2);
  });
  for (const { link } of bubbles) {
    const place = document.querySelector(link.getAttribute("href"));
    for (const [came, on] of [["pointerenter", true], ["focusin", true], ["pointerleave", false], ["focusout", false]]) {
      place?.addEventListener(came, () => link.classList.toggle("on", on));
    }
  }
}
