// Beside each picture to take away as SVG: the same as PNG, drawn by the browser at twice the size.
const taken = (href, name) => {
  const link = document.createElement("a");
  link.href = href; link.download = name;
  link.click();
};
const asPng = (source, name) => {
  const picture = new Image();
  picture.addEventListener("load", () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * picture.naturalWidth; canvas.height = 2 * picture.naturalHeight;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    taken(canvas.toDataURL("image/png"), `${name}.png`);
  });
  picture.src = source;
};
const served = (link) => {
  const address = new URL(link.href);
  return address.pathname.endsWith(".svg") || address.searchParams.has("picture");
};
const called = (link) => {
  const address = new URL(link.href), last = address.pathname.split("/").filter(Boolean).pop() ?? "akkuri", which = address.searchParams.get("picture");
  return which ? `${last}-${which}` : last.replace(/\.svg$/, "");
};
for (const link of document.querySelectorAll("a.take[data-png]")) {
  const button = document.createElement("button");
  button.type = "button"; button.className = "take"; button.textContent = link.dataset.png;
  if (served(link)) button.addEventListener("click", () => asPng(link.href, called(link)));
  else if ("own" in link.dataset) button.dataset.own = "png";
  else continue;
  link.after(" ", button);
}

// Pictures that no server draws: as SVG files of their own, with title, legend, notes and address, in the colours of paper.
const SPACE = "http://www.w3.org/2000/svg", WIDE = 680;
const drawn = (name, attributes, text = "") => {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};
const ownFile = (figure, svg) => {
  const box = svg.viewBox.baseVal, high = Math.round(WIDE * box.height / box.width), legend = figure.querySelectorAll(".tint");
  const notes = [...figure.querySelectorAll("figcaption [data-note]")].map((note) => note.textContent.trim()).filter(Boolean);
  notes.push(`${document.title} · ${location.href}`);
  const whole = drawn("svg", { xmlns: SPACE, width: WIDE, height: 34 + high + 12 + 18 * legend.length + 14 * notes.length, "xml:lang": document.documentElement.lang, "font-family": "system-ui, sans-serif" });
  const title = svg.getAttribute("aria-label");
  const picture = svg.cloneNode(true);
  for (const other of picture.querySelectorAll(".at-phone")) other.remove();
  for (const [key, value] of Object.entries({ y: 34, width: WIDE, height: high })) picture.setAttribute(key, value);
  const under = figure.matches(".map") ? "#dfeaf0" : "#ffffff";
  whole.append(drawn("title", {}, title), drawn("rect", { width: "100%", height: "100%", fill: "#ffffff" }), drawn("text", { x: 14, y: 22, "font-size": 16, "font-weight": 600, fill: "#1b2426" }, title), drawn("rect", { y: 34, width: WIDE, height: high, fill: under }), picture);
  let y = 34 + high + 16;
  for (const tint of legend) {
    whole.append(drawn("circle", { cx: 20, cy: y - 4, r: 6, fill: tint.querySelector("circle").getAttribute("fill") }), drawn("text", { x: 32, y, "font-size": 12 }, tint.textContent.replace(/\s+/g, " ").trim()));
    y += 18;
  }
  for (const note of notes) { whole.append(drawn("text", { x: 14, y, "font-size": 10 }, note)); y += 14; }
  return new XMLSerializer().serializeToString(whole);
};
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-own]");
  if (!asked || (asked.href && served(asked))) return;
  event.preventDefault();
  const figure = asked.closest("figure"), kind = ["map", "chart"].find((each) => figure.matches(`.${each}`)) ?? "network";
  const page = location.pathname.split("/").filter(Boolean).pop()?.replace(/\.html$/, "") || "akkuri";
  const source = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(ownFile(figure, figure.querySelector("svg[role]")))}`;
  if (asked.dataset.own === "png") asPng(source, `${page}-${kind}`);
  else taken(source, `${page}-${kind}.svg`);
});
