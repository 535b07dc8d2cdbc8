// Parses [address, media type] pairs read from standard input with N3.js; tells how many quads each has.
const { Parser } = require("n3");

async function main() {
  const counts = [];
  for (const [address, type] of JSON.parse(require("fs").readFileSync(0, "utf-8"))) {
    const answer = await fetch(address, { headers: { Accept: type } });
    const text = await answer.text();
    counts.push(new Parser({ format: answer.headers.get("content-type").split(";")[0] }).parse(text).length);
  }
  console.log(JSON.stringify(counts));
}
main().catch((error) => { console.error(error); process.exit(1); });
