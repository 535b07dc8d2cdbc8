// What may stand here: prefixes, variables of the query, words of SPARQL, the graph's own terms, whole examples.
import { pickedCompletion } from "@codemirror/autocomplete";
import { prefixesOf } from "./terms.js";

const WORDS = "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH CONSTRUCT DESCRIBE ASK LIMIT OFFSET HAVING COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR EXISTS COALESCE CONTAINS STRSTARTS LCASE LANG STR YEAR BOUND DESC ASC".split(" ").concat("GROUP BY", "ORDER BY", "NOT EXISTS", "NOT IN");
const MOST = 60;
const TYPES = { classes: "class", properties: "property", concepts: "constant" };

// Puts a term in place, and the declaration of its prefix above where there is none.
const put = (term, prefixes) => (view, completion, from, to) => {
  const prefix = term.startsWith("<") ? null : term.slice(0, term.indexOf(":"));
  const changes = [{ from, to, insert: term }];
  const added = prefix !== null && !(prefix in prefixesOf(view.state.doc.toString())) && prefixes[prefix];
  const line = added ? `PREFIX ${prefix}: <${prefixes[prefix]}>\n` : "";
  if (line) changes.unshift({ from: 0, insert: line });
  view.dispatch({ changes, selection: { anchor: from + line.length + term.length }, annotations: pickedCompletion.of(completion), userEvent: "input.complete" });
};

const whole = (query) => (view) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query }, selection: { anchor: 0 } });

const examples = () =>
  [...document.querySelectorAll("a[data-example]")].map((link) => ({ label: link.textContent, type: "text", apply: whole(new URL(link.href).searchParams.get("query")) }));

// How well a term answers to what is typed: the lower the better, null not at all.
const rank = ({ term, label }, typed) => {
  const name = term.toLowerCase(), told = label.toLowerCase(), local = name.split(/[:/]/).pop();
  if (name.startsWith(typed)) return 0;
  if (local.startsWith(typed)) return 1;
  if (told.startsWith(typed)) return 2;
  if (told.includes(` ${typed}`)) return 3;
  return name.includes(typed) || told.includes(typed) ? 4 : null;
};

export const completing = (terms) => (context) => {
  const declaring = context.matchBefore(/\bprefix\s+[\w-]*$/iu);
  if (declaring) {
    const from = declaring.to - declaring.text.match(/[\w-]*$/)[0].length;
    return { from, options: Object.entries(terms.prefixes).map(([name, iri]) => ({ label: `${name}:`, detail: iri, apply: `${name}: <${iri}>`, type: "namespace" })) };
  }
  const variable = context.matchBefore(/[?$]\w*$/);
  if (variable) {
    const others = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
    others.delete(variable.text);
    return { from: variable.from, options: [...others].map((label) => ({ label, type: "variable" })) };
  }
  const word = context.matchBefore(/<?[\p{L}\d][\p{L}\w:/\\.#-]*$/u);
  if (word === null ? !context.explicit : word.text.length < 2 && !context.explicit) return null;
  const typed = (word?.text ?? "").toLowerCase(), spoken = typed.replace(/^<|\\/g, "");
  const ranked = terms.options
    .map((one, place) => ({ ...one, place, rank: rank(one, spoken) }))
    .filter((one) => one.rank !== null)
    .sort((one, other) => one.rank - other.rank || one.place - other.place)
    .slice(0, MOST)
    .map(({ term, label, kind }) => ({ label: term, displayLabel: term.startsWith("<") ? term.split("/concept/").pop().slice(0, -1) : term, detail: label, type: TYPES[kind], apply: put(term, terms.prefixes) }));
  const own = WORDS.filter((one) => one.toLowerCase().startsWith(typed)).map((label) => ({ label, type: "keyword" }));
  const asked = examples().filter(({ label }) => ` ${label.toLowerCase()}`.includes(` ${typed}`));
  return { from: word?.from ?? context.pos, options: typed === "" ? [...asked, ...own, ...ranked] : [...own, ...ranked, ...asked], filter: false };
};
