// Answers [source, query] pairs read from standard input with Comunica, a list of rows each.
const { QueryEngine } = require("@comunica/query-sparql");

async function main() {
  const engine = new QueryEngine();
  const answers = [];
  for (const [source, query] of JSON.parse(require("fs").readFileSync(0, "utf-8"))) {
    const rows = await (await engine.queryBindings(query, { sources: [source] })).toArray();
    answers.push(rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]))));
  }
  console.log(JSON.stringify(answers));
  process.exit(0);
}
main().catch((error) => { console.error(error); process.exit(1); });
