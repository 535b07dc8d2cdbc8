// Puts values at the markers of a named question as RDF terms: what a person writes never becomes query text.
const XSD = "http://www.w3.org/2001/XMLSchema#";
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
const YES = ["true", "yes", "kyllä", "ja"], NO = ["false", "no", "ei", "nej"];

export class BadValue extends Error {
  constructor(key, values) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

export const iri = (text) => {
  if (/[\x00-\x20<>"{}|^`\\]/.test(text)) throw new BadValue("unknown", { value: text });
  return `<${text}>`;
};

const literal = (text, type) =>
  `"${text.replace(/[\\"\n\r\t\b\f]/g, (sign) => ESCAPES[sign])}"${type ? `^^<${XSD}${type}>` : ""}`;

const plainNumber = (text) => {
  const written = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-").replace(",", ".");
  return /^[-+]?\d+(\.\d+)?$/.test(written) ? written : null;
};

// 1.500 and 1,500 are one and a half to some and fifteen hundred to others.
const ambiguous = (text) => /^[-+\u2212]?[1-9]\d{0,2}[.,]\d{3}$/.test(text.trim());

// Both, each written so that it can only be read as that: 1,5 and 1 500.
const bothWays = (text, lang) => {
  const [, sign, whole, rest] = text.trim().match(/^([-+\u2212]?)(\d+)[.,](\d+)$/);
  const minus = sign && sign !== "+" ? "-" : "", decimals = rest.replace(/0+$/, "");
  const one = decimals ? `${whole}${lang === "en" ? "." : ","}${decimals}${decimals.length === 3 ? "0" : ""}` : whole;
  return { one: `${minus}${one}`, other: `${minus}${whole}\u00a0${rest}` };
};

const days = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const two = (number) => String(number).padStart(2, "0");

const day = (text, last) => {
  const finnish = text.match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/);
  const parts = finnish ? [finnish[3], finnish[2], finnish[1]] : text.match(/^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/)?.slice(1);
  if (!parts) return null;
  const year = Number(parts[0]), month = Number(parts[1] ?? (last ? 12 : 1));
  const date = Number(parts[2] ?? (last ? days(year, month) : 1));
  return month >= 1 && month <= 12 && date >= 1 && date <= days(year, month) ? `${parts[0]}-${two(month)}-${two(date)}` : null;
};

const country = (text) => {
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"], wanted = text.toLowerCase();
  for (const lang of ["en", "fi", "sv"]) {
    const names = new Intl.DisplayNames([lang], { type: "region", fallback: "none" });
    for (const one of letters)
      for (const other of letters) if (names.of(one + other)?.toLowerCase() === wanted) return one + other;
  }
  return null;
};

// The term of one value; `find` gives the IRI of a concept or record, or null.
const term = async (name, about, value, lang, base, find) => {
  const bad = (key) => new BadValue(key, { name: about.labels[lang] ?? name, value });
  switch (about.type) {
    case "lang":
      return iri(`${base}ontology#label${value[0].toUpperCase()}${value.slice(1)}`);
    case "text":
      return literal(value);
    case "kind":
      return literal(value);
    case "choice":
      if (value in about.choices) return literal(value);
      throw bad("unknown");
    case "country": {
      const code = country(value);
      if (code === null) throw bad("unknown");
      return literal(code);
    }
    case "boolean":
      if (YES.includes(value.toLowerCase())) return literal("true", "boolean");
      if (NO.includes(value.toLowerCase())) return literal("false", "boolean");
      throw bad("unknown");
    case "date": {
      const found = day(value, about.last);
      if (found === null) throw bad("not_date");
      return literal(found, "date");
    }
    case "number":
    case "integer": {
      const bare = about.unit && value.endsWith(about.unit) ? value.slice(0, -about.unit.length) : value;
      const number = plainNumber(bare);
      if (number === null || (about.type === "integer" && number.includes("."))) throw bad("not_number");
      if (ambiguous(bare) && value !== about.default) throw new BadValue("two_ways", { ...bad("").values, ...bothWays(bare, lang) });
      if ((about.least ?? -Infinity) > Number(number) || Number(number) > (about.most ?? Infinity)) throw bad("not_number");
      return literal(number, about.type === "integer" ? "integer" : "decimal");
    }
    default: {
      const found = await find(about, value);
      if (!found) throw bad("unknown");
      return iri(found);
    }
  }
};

// "300 kW" where the question has a parameter for the unit of its values.
const withUnit = (params, given) => {
  const units = Object.keys(params).filter((name) => params[name].type === "unit");
  if (units.length !== 1 || given[units[0]]) return given;
  const taken = { ...given };
  for (const [name, about] of Object.entries(params)) {
    const parts = about.type === "number" && !about.unit && given[name]?.match(/^([-+\u2212]?[\d\s.,]+?)\s*([^\d\s.,].*)$/);
    if (parts) {
      taken[name] = parts[1];
      taken[units[0]] = parts[2];
    }
  }
  return taken;
};

// The text of a question with the values given; raises BadValue.
export const bind = async (question, given, lang, base, find) => {
  const values = withUnit(question.params, given), terms = {};
  for (const [name, about] of Object.entries(question.params)) {
    const value = (about.type === "lang" ? lang : values[name]?.trim()) || about.default;
    if (value) terms[name] = await term(name, about, String(value), lang, base, find);
  }
  const piece = (part) => (typeof part === "string" ? part : part.length === 1 ? terms[part[0]] : `VALUES ?${part[1]} { ${terms[part[0]] ?? "UNDEF"} }`);
  return question.lines
    .filter(([condition]) => condition === null || condition in terms)
    .map(([, pieces]) => pieces.map(piece).join(""))
    .join("");
};
