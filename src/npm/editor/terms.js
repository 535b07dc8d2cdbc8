// What this graph uses: classes, properties and concepts as a query writes them, and the names in a query.
const TOKEN = /#[^\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\^\^|[?$]\w+|@[A-Za-z][\w-]*|[\p{L}][\w.-]*:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*|[\p{L}][\w-]*/gu;
const DECLARED = /\bprefix\s+([\w.-]*):\s*<([^>\s]*)>/giu;
const BEFORE_AN_ADDRESS = /^(prefix|base|from|named|service|\^\^)$/i;

export const prefixesOf = (text) => Object.fromEntries([...text.matchAll(DECLARED)].map(([, name, iri]) => [name, iri]));
const namespaceOf = (iri) => iri.slice(0, Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1);

// Letters to change, add or leave out between two words; a word of other letters is far from every other.
const distance = (one, other) => {
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1)
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row[other.length];
};

export class Terms {
  there = false;
  prefixes = {};
  options = [];  // { term, label, kind } in the order in which they are offered
  #known = new Set();
  #namespaces = new Set();
  #concepts = "";

  async read(address) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;  // the editor goes on without
    const told = await answer.json();
    this.prefixes = told.prefixes;
    this.#concepts = told.concept_base;
    this.options = ["classes", "properties", "concepts"].flatMap((kind) => told[kind].map(([term, label]) => ({ term, label, kind })));
    this.#known = new Set([...this.options.map(({ term }) => this.#iri(term, told.prefixes)), ...told.others]);
    this.#namespaces = new Set(this.options.filter(({ kind }) => kind !== "concepts").map(({ term }) => namespaceOf(this.#iri(term, told.prefixes))));
    this.there = true;
  }

  #iri(term, prefixes) {
    if (term.startsWith("<")) return term.slice(1, -1);
    const colon = term.indexOf(":");
    const namespace = prefixes[term.slice(0, colon)];
    return namespace === undefined ? null : namespace + term.slice(colon + 1).replace(/\\/g, "");
  }

  // Terms of a query that are not used: { term, from, to, meant }.
  unknown(text) {
    const prefixes = prefixesOf(text), found = [];
    let before = "";
    for (const { 0: token, index } of text.matchAll(TOKEN)) {
      const last = before;
      if (token.startsWith("#")) continue;
      before = token;
      if (!/^<|^[\p{L}].*:/u.test(token) || BEFORE_AN_ADDRESS.test(last)) continue;
      const iri = this.#iri(token, prefixes);
      if (iri === null || this.#known.has(iri) || namespaceOf(iri) === iri) continue;
      const concept = this.#concepts !== "" && iri.startsWith(this.#concepts);
      if (!concept && !this.#namespaces.has(namespaceOf(iri))) continue;
      if (/^\s*\(/.test(text.slice(index + token.length)) && !concept) continue;  // a function
      found.push({ term: token, from: index, to: index + token.length, meant: this.#nearest(iri) });
    }
    return found;
  }

  #nearest(iri) {
    const namespace = namespaceOf(iri), word = iri.slice(namespace.length), lower = word.toLowerCase();
    let best = null, least = Math.max(1, Math.floor(word.length / 3)) + 1;
    for (const { term } of this.options) {
      const known = this.#iri(term, this.prefixes);
      if (!known?.startsWith(namespace)) continue;
      const other = known.slice(namespace.length);
      if (other === "" || Math.abs(other.length - word.length) >= least) continue;
      // A class is meant by a class: their names differ by a capital.
      const far = distance(lower, other.toLowerCase()) + ((word[0] === word[0].toUpperCase()) === (other[0] === other[0].toUpperCase()) ? 0 : 0.5);
      if (far < least) [best, least] = [term, far];
    }
    return best;
  }
}
