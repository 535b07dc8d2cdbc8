// The bars of an answer: its numbers under its names, as the server draws them. Null where its columns allow none.
const SVG = "http://www.w3.org/2000/svg";
const MOST = 60, ROW = 32, WIDTH = 480, ROOM = 410, LETTERS = 62;
const NUMBERS = ["integer", "decimal", "double", "float", "int", "long"];

const drawn = (name, attributes, text = "") => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(text);
  return made;
};
const isNumber = (cell) => NUMBERS.includes((cell.datatype ?? "").split("#")[1]) && Number.isFinite(Number(cell.value));

export const bars = (answer, number) => {
  const variables = answer.found.head.vars, rows = answer.found.results.bindings;
  const cells = (name) => rows.map((row) => row[name]).filter(Boolean);
  const numbers = variables.filter((name) => cells(name).length && cells(name).every(isNumber));
  const names = variables.filter((name) => !numbers.includes(name) && cells(name).length);
  if (!numbers.length || !names.length) return null;
  const value = numbers[0], label = names.includes(`${names[0]}Name`) ? `${names[0]}Name` : names[0];
  const told = rows.filter((row) => row[value]).map((row) => [row[label], Number(row[value].value)]);
  const highest = Math.max(...told.map(([, amount]) => amount));
  if (told.length < 2 || !(highest > 0) || told.some(([, amount]) => amount < 0)) return null;
  const some = told.slice(0, MOST);
  const picture = drawn("svg", { viewBox: `0 0 ${WIDTH} ${some.length * ROW}`, role: "img", "aria-label": `${value} – ${label}` });
  some.forEach(([cell, amount], place) => {
    const whole = cell ? (answer.labels[cell.value] ?? cell.value) : "–", y = place * ROW;
    const text = whole.length > LETTERS ? `${whole.slice(0, LETTERS - 1)}…` : whole;
    const bar = drawn("rect", { class: "c0", fill: "#0b5a57", x: 0, y: y + 17, width: (amount * ROOM) / highest, height: 11 });
    bar.append(drawn("title", {}, `${whole}: ${number.format(amount)}`));
    picture.append(drawn("text", { x: 0, y: y + 12 }, text), bar);
    picture.append(drawn("text", { x: (amount * ROOM) / highest + 5, y: y + 27, "font-size": 11 }, number.format(amount)));
  });
  return { picture, shown: some.length, total: told.length };
};
