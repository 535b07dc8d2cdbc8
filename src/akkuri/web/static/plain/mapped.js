// The map of an answer: the points of its rows, or of the records that it names, as the server draws them.
const SVG = "http://www.w3.org/2000/svg", MARGIN = 14, NAMED = 12;
const COORDINATES = [["lat", "long"], ["lat", "lon"], ["latitude", "longitude"]];

export const drawn = (name, attributes, text = "") => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(text);
  return made;
};

// Lambert's azimuthal equal-area projection, fitted to the frame.
const radians = (degrees) => (degrees * Math.PI) / 180;
const placeIn = (frame) => ([longitude, latitude]) => {
  const phi = radians(latitude), phi0 = radians(frame.latitude), lam = radians(longitude - frame.longitude);
  const scale = Math.sqrt(2 / (1 + Math.sin(phi0) * Math.sin(phi) + Math.cos(phi0) * Math.cos(phi) * Math.cos(lam)));
  const x = scale * Math.cos(phi) * Math.sin(lam);
  const y = -scale * (Math.cos(phi0) * Math.sin(phi) - Math.sin(phi0) * Math.cos(phi) * Math.cos(lam));
  return [(x - frame.left) * frame.scale + MARGIN, (y - frame.top) * frame.scale + MARGIN];
};
const within = (frame, [x, y]) => x >= 0 && y >= 0 && x <= frame.width && y <= frame.height;

const onEarth = (longitude, latitude) => {
  const point = [Number(longitude), Number(latitude)];
  const fits = point.every(Number.isFinite) && Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90;
  return fits ? point.map((degrees) => Math.round(degrees * 100) / 100) : null;
};

const pointsOf = (answer) => {
  const variables = answer.found.head.vars, rows = answer.found.results.bindings;
  const called = (cell) => (cell ? answer.labels[cell.value] ?? cell.value : "");
  for (const [north, east] of COORDINATES) {
    const a = variables.find((name) => name.toLowerCase() === north), b = variables.find((name) => name.toLowerCase() === east);
    if (!a || !b) continue;
    const others = variables.filter((name) => name !== a && name !== b);
    return rows.map((row) => [called(row[others.find((name) => row[name])]), row[a] && row[b] && onEarth(row[b].value, row[a].value)]).filter(([, point]) => point);
  }
  const name = variables.find((each) => rows.some((row) => answer.points?.[row[each]?.value]));
  if (!name) return [];
  return rows.map((row) => [called(row[name]), onEarth(...(answer.points[row[name]?.value] ?? []))]).filter(([, point]) => point);
};

export const mapped = (answer, frames, label) => {
  const found = pointsOf(answer);
  const frame = frames.find((each) => found.every(([, point]) => within(each, placeIn(each)(point)))) ?? frames.at(-1);
  const at = new Map();
  for (const [name, point] of found) if (within(frame, placeIn(frame)(point))) at.set(String(point), [point, [...(at.get(String(point))?.[1] ?? []), name]]);
  if (!at.size) return null;
  const picture = drawn("svg", { viewBox: `0 0 ${frame.width} ${frame.height}`, role: "img", "aria-label": label });
  for (const { path, home } of frame.outlines) picture.append(drawn("path", { class: home ? "land home" : "land", d: path }));
  for (const [point, names] of [...at.values()].sort((one, other) => other[1].length - one[1].length)) {
    const [x, y] = placeIn(frame)(point), bubble = drawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: (3.5 + 3 * Math.sqrt(names.length)).toFixed(1), fill: "#0072b2", stroke: "#fff" });
    bubble.append(drawn("title", {}, names.slice(0, NAMED).join(", ") + (names.length > NAMED ? " …" : "")));
    picture.append(bubble);
  }
  const count = [...at.values()].reduce((sum, [, names]) => sum + names.length, 0);
  return { picture, drawn: count, left: answer.found.results.bindings.length - count };
};
