// The network of an answer: the first two columns with records are the ends of lines; always the same picture.
import { drawn } from "./mapped.js";

const MOST = 150, WIDTH = 760, HEIGHT = 560, EDGE = 24, STEPS = 200, LETTERS = 28;

const tiesOf = (answer) => {
  const rows = answer.found.results.bindings, record = (cell) => (cell?.type === "uri" && cell.value.startsWith(`${answer.base}id/`) ? cell.value : null);
  const [a, b] = answer.found.head.vars.filter((name) => rows.some((row) => record(row[name])));
  const ties = new Map();
  if (!b) return ties;
  for (const row of rows) {
    const pair = [record(row[a]), record(row[b])].sort();
    if (!pair[0] || !pair[1] || pair[0] === pair[1]) continue;
    const key = pair.join(" ");
    ties.set(key, [...pair, (ties.get(key)?.[2] ?? 0) + 1]);
  }
  return ties;
};

// Springs and distances (Fruchterman and Reingold) from places on a spiral: nothing in it is by chance.
const laidOut = (count, lines) => {
  const places = Array.from({ length: count }, (_, n) => [Math.cos(2.4 * n) * Math.sqrt(n + 0.5), Math.sin(2.4 * n) * Math.sqrt(n + 0.5)]);
  for (let step = 0; step < STEPS; step++) {
    const moves = places.map(() => [0, 0]), most = 2 * (1 - step / STEPS);
    for (let one = 0; one < count; one++) {
      for (let other = one + 1; other < count; other++) {
        const dx = places[one][0] - places[other][0], dy = places[one][1] - places[other][1], far = dx * dx + dy * dy + 0.01;
        moves[one][0] += dx / far; moves[one][1] += dy / far; moves[other][0] -= dx / far; moves[other][1] -= dy / far;
      }
      moves[one][0] -= places[one][0] * 0.3; moves[one][1] -= places[one][1] * 0.3;
    }
    for (const [one, other] of lines) {
      const dx = places[one][0] - places[other][0], dy = places[one][1] - places[other][1], pull = 0.03 * Math.hypot(dx, dy);
      moves[one][0] -= dx * pull; moves[one][1] -= dy * pull; moves[other][0] += dx * pull; moves[other][1] += dy * pull;
    }
    places.forEach((place, n) => {
      const far = Math.hypot(...moves[n]) || 1, by = Math.min(far, most) / far;
      place[0] += moves[n][0] * by; place[1] += moves[n][1] * by;
    });
  }
  const fitted = [0, 1].map((axis) => {
    const all = places.map((place) => place[axis]), low = Math.min(...all), wide = Math.max(...all) - low || 1;
    return (value) => EDGE + ((value - low) / wide) * ((axis ? HEIGHT : WIDTH) - 2 * EDGE);
  });
  return places.map(([x, y]) => [fitted[0](x), fitted[1](y)]);
};

export const tied = (answer, label) => {
  const ties = [...tiesOf(answer).values()];
  if (!ties.length) return null;
  const weight = new Map();
  for (const [one, other, times] of ties) for (const end of [one, other]) weight.set(end, (weight.get(end) ?? 0) + times);
  const all = [...weight.keys()].sort((one, other) => weight.get(other) - weight.get(one) || (one < other ? -1 : 1));
  const some = all.slice(0, MOST), index = new Map(some.map((end, n) => [end, n]));
  const lines = ties.filter(([one, other]) => index.has(one) && index.has(other)).map(([one, other, times]) => [index.get(one), index.get(other), times]);
  const places = laidOut(some.length, lines), highest = weight.get(all[0]);
  const picture = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label });
  const strokes = drawn("g", { stroke: "#8a9aa1", "stroke-opacity": 0.5 }), names = drawn("g", { class: "names", "font-size": 12, "stroke-width": 2.5, "paint-order": "stroke" });
  for (const [one, other, times] of lines) strokes.append(drawn("line", { x1: places[one][0].toFixed(1), y1: places[one][1].toFixed(1), x2: places[other][0].toFixed(1), y2: places[other][1].toFixed(1), "stroke-width": Math.min(4, 0.6 + times * 0.4) }));
  picture.append(strokes);
  const taken = [];
  some.forEach((end, n) => {
    const [x, y] = places[n], radius = 3.5 + 8 * Math.sqrt(weight.get(end) / highest), name = answer.labels[end] ?? end;
    const node = drawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: radius.toFixed(1), fill: "#0072b2", stroke: "#fff" });
    node.append(drawn("title", {}, name));
    picture.append(node);
    const text = name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name, wide = 6.6 * text.length, left = x + radius + wide < WIDTH ? x + radius + 2 : x - radius - 2 - wide;
    const free = left > 0 && taken.every(([a, b, c]) => Math.abs(b - y) > 13 || a > left + wide || a + c < left);
    if (!free) return;
    taken.push([left, y, wide]);
    names.append(drawn("text", { x: left.toFixed(1), y: (y + 4).toFixed(1) }, text));
  });
  picture.append(names);
  return { picture, shown: some.length, total: all.length };
};
