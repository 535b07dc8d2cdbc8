// The graph and the engine, away from the page: loaded at the first question, asked as often as one likes.
import { BadValue, bind } from "./binding.js";
import { start, Store } from "./oxigraph.js";

const SKOS = "http://www.w3.org/2004/02/skos/core#";
const TITLES = ["http://purl.org/dc/terms/title", "http://purl.org/dc/terms/alternative"];
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// A plain server hands out gzip files as they are; one that declares them as encoded has them unpacked already.
const streamed = async (name) => {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const reader = answer.body.getReader();
  const first = await reader.read();
  const body = new ReadableStream({
    start: (to) => (first.done ? to.close() : to.enqueue(first.value)),
    pull: async (to) => {
      const { done, value } = await reader.read();
      if (done) to.close();
      else to.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const packed = first.value?.[0] === 0x1f && first.value?.[1] === 0x8b;
  return packed ? body.pipeThrough(new DecompressionStream("gzip")) : body;
};
const unpacked = async (name) => new Uint8Array(await new Response(await streamed(name)).arrayBuffer());

// The engine is compiled while it comes.
const engine = async () => {
  const made = new Response(await streamed("oxigraph.wasm.gz"), { headers: { "Content-Type": "application/wasm" } });
  await start({ module_or_path: await WebAssembly.compileStreaming(made) });
  return new Store();
};

const load = (store, bytes) => store.load(bytes, { format: "application/trig", no_transaction: true, lenient: true });
const settled = (async () => {
  const [store, graph, asked] = await Promise.all([
    engine(),
    unpacked("first.trig.gz"),
    unpacked("questions.json.gz").then((bytes) => JSON.parse(new TextDecoder().decode(bytes))),
  ]);
  load(store, graph);
  return { store, asked };
})();

// What most questions read, and what is only read by a few and by questions of one's own.
const later = (name, before) => {
  let loaded = null;
  return async () => {
    loaded ??= Promise.all([before(), unpacked(name)])
      .then(([store, bytes]) => {
        load(store, bytes);
        return store;
      })
      .catch((error) => {
        loaded = null;  // the network may come back
        throw error;
      });
    return loaded;
  };
};
const most = later("graph.trig.gz", async () => (await settled).store);
const whole = later("rest.trig.gz", most);

const select = (store, text, format = "json") => store.query(text, { results_format: format, use_default_graph_as_union: true });
const rows = (store, text) => JSON.parse(select(store, text)).results.bindings;

// The IRI that a person means: by its address, its id, its preferred name, and then by its other names.
const finder = (base) => async (about, value) => {
  const store = await most();
  const wanted = value.replace(/^\//, "");
  const roots = about.type === "record" ? about.kinds.map((kind) => `${base}id/${kind}/`) : [`${base}concept/${about.scheme}/`];
  if (roots.some((root) => wanted.startsWith(root))) return wanted;
  const known = (one, predicates) => {
    const names = predicates.map((name) => `<${name}>`).join(" ");
    return rows(one, `SELECT ?s ?name WHERE { VALUES ?p { ${names} } ?s ?p ?name . FILTER(${roots.map((root) => `STRSTARTS(STR(?s), ${JSON.stringify(root)})`).join(" || ")}) }`);
  };
  const first = known(store, [`${SKOS}prefLabel`, `${SKOS}notation`, TITLES[0]]);
  const ids = [wanted, wanted.replace(/^[a-z]+-/, "")];
  for (const id of ids)
    for (const root of roots) if (first.some(({ s }) => s.value === root + id)) return root + id;
  const same = (found) => found.find(({ name }) => name.value === value) ?? found.find(({ name }) => fold(name.value) === fold(value));
  return (same(first) ?? same(known(await whole(), [`${SKOS}altLabel`, `${SKOS}hiddenLabel`, TITLES[1]])))?.s.value ?? null;
};

const labels = (store, found, lang, base) => {
  const iris = new Set();
  for (const row of found.results?.bindings ?? [])
    for (const cell of Object.values(row)) if (cell.type === "uri" && cell.value.startsWith(base)) iris.add(cell.value);
  if (iris.size === 0) return {};
  const values = [...iris].map((one) => `<${one}>`).join(" ");
  const property = `${base}ontology#label${lang[0].toUpperCase()}${lang.slice(1)}`;
  return Object.fromEntries(rows(store, `SELECT ?s ?name WHERE { VALUES ?s { ${values} } ?s <${property}> ?name }`).map((row) => [row.s.value, row.name.value]));
};

// Where the records are that an answer names, for its map: longitude and latitude by IRI.
const GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#";
const points = (store, found, base) => {
  const iris = new Set();
  for (const row of found.results?.bindings ?? []) for (const cell of Object.values(row)) if (cell.type === "uri" && cell.value.startsWith(`${base}id/`)) iris.add(cell.value);
  if (iris.size === 0) return {};
  const values = [...iris].map((one) => `<${one}>`).join(" ");
  return Object.fromEntries(rows(store, `SELECT ?s ?lat ?long WHERE { VALUES ?s { ${values} } ?s <${GEO}lat> ?lat ; <${GEO}long> ?long }`).map((row) => [row.s.value, [row.long.value, row.lat.value]]));
};

const answered = (store, text, lang, base) => {
  const kind = text.replace(/<[^>]*>|"(?:[^"\\]|\\.)*"|#[^\n]*/g, " ").match(/\b(select|ask|construct|describe)\b/i)?.[1]?.toLowerCase();
  if (kind === "construct" || kind === "describe") return { text: select(store, text, "text/turtle") };
  const found = JSON.parse(select(store, text));
  return { found, labels: labels(store, found, lang, base) };
};

let names = null;
const search = async (asked, lang, base) => {
  const store = await whole();
  if (names === null) {
    names = new Map();
    const label = `${base}ontology#label${lang[0].toUpperCase()}${lang.slice(1)}`;
    const predicates = [`${SKOS}prefLabel`, `${SKOS}altLabel`, `${SKOS}notation`, ...TITLES].map((name) => `<${name}>`).join(" ");
    for (const { s, name } of rows(store, `SELECT ?s ?name WHERE { VALUES ?p { ${predicates} } ?s ?p ?name . FILTER(STRSTARTS(STR(?s), "${base}id/") || STRSTARTS(STR(?s), "${base}concept/")) }`)) {
      const entry = names.get(s.value) ?? { iri: s.value, name: null, others: [] };
      entry.others.push(fold(name.value));
      names.set(s.value, entry);
    }
    for (const { s, name } of rows(store, `SELECT ?s ?name WHERE { ?s <${label}> ?name }`)) if (names.has(s.value)) names.get(s.value).name = name.value;
  }
  const text = fold(asked.trim()), words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const score = (name) => {
    if (name === text) return 4;
    const own = name.split(/[^\p{L}\p{N}]+/u);
    if (!words.every((word) => own.some((one) => one.startsWith(word)))) return words.every((word) => word.length > 3 && name.includes(word)) ? 1 : 0;
    return words.every((word) => own.includes(word)) ? 3 : 2;
  };
  const late = (entry) => (entry.iri.startsWith(`${base}id/source/`) ? 2 : entry.iri.startsWith(`${base}concept/`) ? 1 : 0);
  return [...names.values()]
    .map((entry) => ({ ...entry, score: words.length ? Math.max(...entry.others.map(score)) : 0 }))
    .filter((entry) => entry.score > 0 && entry.name !== null)
    .sort((a, b) => late(a) - late(b) || b.score - a.score || a.name.localeCompare(b.name, lang))
    .map(({ iri, name }) => ({ iri, name }));
};

const DUTIES = {
  async named({ name, given, lang }) {
    const { store, asked } = await settled;
    const question = asked.questions[name];
    if (!question.soon) await (question.whole ? whole() : most());
    const text = await bind(question, given, lang, asked.base, finder(asked.base));
    return { ...answered(store, text, lang, asked.base), sparql: text, columns: question.columns, base: asked.base };
  },
  async query({ text, lang }) {
    const store = await whole(), { asked } = await settled;
    const answer = answered(store, text, lang, asked.base);
    return { ...answer, points: answer.found ? points(store, answer.found, asked.base) : {}, base: asked.base };
  },
  async search({ text, lang }) {
    const { asked } = await settled;
    return { hits: await search(text, lang, asked.base), base: asked.base };
  },
};

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ id: data.id, answer: await DUTIES[data.duty](data) });
    setTimeout(() => most().catch(() => {}));  // before the network goes; who needs it is told if it fails
  } catch (error) {
    const told = error instanceof BadValue ? { key: error.key, values: error.values } : { key: "failed", values: { detail: String(error?.message ?? error) } };
    postMessage({ id: data.id, error: told });
  }
});
