// What a server answers elsewhere is answered here: named questions with parameters, SPARQL, search.
import { bars } from "./bars.js";
import { mapped } from "./mapped.js";
import { tied } from "./tied.js";

const top = new URL("../../", import.meta.url);
const lang = document.documentElement.lang;
const folder = lang === "en" ? "" : `${lang}/`;
const words = fetch(new URL(`static/plain/words-${lang}.json`, top)).then((answer) => answer.json());
let outlines = null;
const frames = () => (outlines ??= fetch(new URL("static/plain/frames.json", top)).then((answer) => answer.json()));
const SECONDS = 30;
const MOST = 1000;

let worker = null, last = 0;
const waiting = new Map();
const begin = () => {
  worker = new Worker(new URL("static/plain/worker.js", top), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  worker.addEventListener("error", (event) => {
    for (const tell of waiting.values()) tell({ error: { key: "no_engine", values: { detail: event.message ?? "" } } });
    waiting.clear();
    worker = null;
  });
};
// A question that takes too long is ended with its worker; the next one begins a new one.
const ask = (duty) =>
  new Promise((resolve) => {
    if (worker === null) begin();
    const id = ++last;
    const clock = setTimeout(() => {
      waiting.delete(id);
      worker?.terminate();
      worker = null;
      resolve({ error: { key: "too_long", values: { seconds: SECONDS } } });
    }, SECONDS * 1000);
    waiting.set(id, (data) => {
      clearTimeout(clock);
      resolve(data);
    });
    worker.postMessage({ id, lang, ...duty });
  });

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const element = (name, attributes = {}, ...content) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
};
const fileOf = (iri, base) => {
  if (!iri.startsWith(base)) return /^https?:/.test(iri) ? iri : null;
  const path = iri.slice(base.length).split("#")[0].replace(/^id\//, "doc/");
  if (/^(doc\/[^/]+\/[^/]+|concept\/[^/]+(\/[^/]+)?|ontology)$/.test(path)) return new URL(`${folder}${path}.html`, top).href;
  return new URL(`${folder}query.html?${new URLSearchParams({ query: `DESCRIBE <${iri}>` })}`, top).href;
};

const dated = { en: "en-GB", sv: "fi" }[lang] ?? lang; // the days of a month as the server writes them
const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 12 });
const shown = (cell, title) => {
  const type = (cell.datatype ?? "").split("#")[1];
  if (["integer", "decimal", "double", "float", "int", "long"].includes(type)) return number.format(Number(cell.value));
  if (type === "boolean") return title[cell.value === "true" ? "yes" : "no"];
  if (type === "date") return new Intl.DateTimeFormat(dated, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(cell.value));
  return cell.value;
};

const spelt = { country: new Intl.DisplayNames(lang, { type: "region" }), language: new Intl.DisplayNames(lang, { type: "language" }) };
const codesNamed = (name, text) => {
  const kind = /country$/i.test(name) ? "country" : /languages?$/i.test(name) ? "language" : null;
  return kind && /^[A-Za-z]{2}(; [A-Za-z]{2})*$/.test(text) ? text.split("; ").map((code) => spelt[kind].of(code) ?? code).join(", ") : text;
};

const link = (text, iri, base) => {
  const href = fileOf(iri, base);
  return href ? element("a", { href }, text) : text;
};

const table = (answer, told) => {
  const variables = answer.found.head.vars, titles = Object.fromEntries(answer.columns ?? []);
  const named = new Set(answer.columns ? variables.filter((name) => variables.includes(`${name}Name`)) : []);
  const kept = variables.filter((name) => !named.has(name));
  const cell = (row, name) => {
    const value = row[name], about = name.endsWith("Name") ? row[name.slice(0, -4)] : undefined;
    if (!value) return about?.type === "uri" ? link(answer.labels[about.value] ?? about.value, about.value, answer.base) : "";
    if (value.type === "uri") return link(answer.labels[value.value] ?? value.value, value.value, answer.base);
    const text = answer.columns ? codesNamed(name, shown(value, told)) : shown(value, told);
    return about?.type === "uri" ? link(text, about.value, answer.base) : text;
  };
  const head = element("tr", {}, ...kept.map((name) => element("th", { scope: "col" }, titles[name]?.[lang] ?? titles[name]?.en ?? name)));
  const body = answer.found.results.bindings.slice(0, MOST).map((row) => element("tr", {}, ...kept.map((name) => element("td", {}, cell(row, name)))));
  const grid = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": told.answer }, grid);
};

const csv = (found) => {
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = found.results.bindings.map((row) => found.head.vars.map((name) => quoted(row[name]?.value ?? "")).join(","));
  return [found.head.vars.join(","), ...lines].join("\r\n") + "\r\n";
};

// What a picture says, and its files, which take.js makes of the picture itself.
const caption = (note, told) => {
  const file = (form, text) => element("button", { class: "take small", type: "button", "data-own": form }, text);
  return element("figcaption", {}, element("span", { "data-note": "" }, note), " ", file("svg", told.svg), " ", file("png", told.png));
};

// Maps and networks of what the editor asks: of the records and points in the columns.
const pictures = (answer, told, map) => {
  const found = [], network = tied(answer, told.view_network);
  if (map) {
    const some = [filled(told.mapped, { count: number.format(map.drawn) }), ...(map.left ? [filled(told.unmapped, { count: number.format(map.left) })] : []), told.origin];
    found.push(element("figure", { class: "map answer" }, map.picture, caption(some.join(" "), told)));
  }
  if (network) found.push(element("figure", { class: "network" }, network.picture, caption(filled(told.drawn, { count: number.format(network.shown), total: number.format(network.total) }), told)));
  return found;
};

const show = (section, answer, told, map = null) => {
  const heading = element("h2", { id: "answer" }, told.answer), parts = [heading];
  if (answer.text !== undefined) parts.push(element("pre", { class: "code", tabindex: "0" }, answer.text));
  else if (answer.found.boolean !== undefined) parts.push(element("p", { class: "truth" }, told[answer.found.boolean ? "yes" : "no"]));
  else {
    const count = answer.found.results.bindings.length;
    const save = element("a", { class: "button small", download: "answer.csv", href: URL.createObjectURL(new Blob([csv(answer.found)], { type: "text/csv" })) }, "CSV");
    parts.push(element("p", { class: "count" }, filled(count > MOST ? told.rows_more : told.rows, { count: number.format(count), most: number.format(MOST) }), " ", save));
    const chart = bars(answer, number);
    if (chart) {
      const some = chart.shown < chart.total ? filled(told.drawn, { count: number.format(chart.shown), total: number.format(chart.total) }) : "";
      parts.push(element("figure", { class: "chart" }, chart.picture, caption(some, told)));
    }
    if (count && !answer.columns) parts.push(...pictures(answer, told, map));
    if (count) parts.push(table(answer, told));
    if (count && !answer.columns) parts.push(element("p", { class: "muted" }, told.pictures));
  }
  section.replaceChildren(...parts);
};

const status = element("p", { role: "status", class: "notice", hidden: "" });
const work = async (duty, done) => {
  const asked = ask(duty);  // before the words: the engine is the longest
  const told = await words;
  status.hidden = false;
  status.classList.remove("bad");
  status.textContent = told.working;
  document.documentElement.dataset.tab = "working";
  const data = await asked;
  if (data.error) {
    status.classList.add("bad");
    status.textContent = filled(told[data.error.key], data.error.values);
    form?.dispatchEvent(new CustomEvent("refused", { detail: status.textContent }));
    document.documentElement.dataset.tab = "failed";
    return;
  }
  status.textContent = told.answered;
  await done(data.answer, told);
  document.documentElement.dataset.tab = "answered";
};

const section = () => {
  const found = document.querySelector("section[aria-labelledby=answer]");
  if (found) return found;
  const made = element("section", { "aria-labelledby": "answer" });
  status.after(made);
  return made;
};

const answerNamed = (name, given) =>
  work({ duty: "named", name, given }, (answer, told) => {
    show(section(), answer, told);
    const text = document.querySelector("main details pre");
    if (text) text.textContent = answer.sparql;
    const editor = document.querySelector("main details a");
    if (editor) editor.href = new URL(`${folder}query.html?${new URLSearchParams({ query: answer.sparql })}`, top).href;
  });

const answerQuery = ({ query }) =>
  query?.trim() &&
  work({ duty: "query", text: query }, async (answer, told) => {
    const rows = answer.found?.results?.bindings.length ?? 0;
    show(section(), answer, told, rows ? mapped(answer, await frames(), told.view_map) : null);
  });

const answerSearch = ({ q }) =>
  q?.trim() &&
  work({ duty: "search", text: q }, ({ hits, base }, told) => {
    const list = element("ol", { class: "hits" }, ...hits.slice(0, 100).map((hit) => element("li", {}, link(hit.name, hit.iri, base))));
    const count = element("p", { class: "count" }, filled(told.found, { count: number.format(hits.length), asked: q }));
    section().replaceChildren(element("h2", { id: "answer" }, told.answer), count, list);
  });

const path = location.pathname.slice(top.pathname.length).replace(/^(fi|sv)\//, "").replace(/\.html$/, "");
const name = path.startsWith("queries/") ? path.slice("queries/".length) : null;
const act = name ? (given) => answerNamed(name, given) : path === "query" ? answerQuery : path === "search" ? answerSearch : null;
const form = name ? document.querySelector("form.params") : document.querySelector(path === "query" ? "form.editor" : "form.find");
const given = (search) => Object.fromEntries([...new URLSearchParams(search)].filter(([key, value]) => key !== "lang" && value !== ""));

const fill = (values) => {
  for (const [key, value] of Object.entries(values)) {
    const field = form?.elements.namedItem(key);
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("change"));
    if (field.value !== value) {  // a choice that is not on the list
      field.append(element("option", { value }, value));
      field.value = value;
    }
  }
};

if (act) {
  (form && form.closest("header") === null ? form : document.querySelector("main h1")).after(status);
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    history.pushState(null, "", `?${values}`);
    act(given(location.search));
  });
  const now = () => {
    const values = given(location.search);
    if (Object.keys(values).length === 0) return;
    fill(values);
    act(values);
  };
  addEventListener("popstate", () => (location.search ? now() : location.reload()));
  now();
}
