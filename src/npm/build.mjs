// Makes the files that pages load: each entries/NAME.js with what it imports becomes OUT/NAME.js, and what
// COPIED names is copied. OUT/licences.txt says what is in it.
// Usage: node build.mjs OUT, in a folder where `npm ci` has been run.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const COPIED = { "oxigraph/web_bg.wasm": "oxigraph.wasm" };
const out = process.argv[2];
mkdirSync(out, { recursive: true });

const made = await build({
  entryPoints: readdirSync("entries").map((name) => join("entries", name)),
  outdir: out,
  bundle: true,
  format: "esm",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
for (const [source, target] of Object.entries(COPIED)) {
  copyFileSync(join("node_modules", source), join(out, target));
}

const used = Object.keys(made.metafile.inputs)
  .concat(Object.keys(COPIED).map((source) => `node_modules/${source}`))
  .flatMap((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
const texts = [...new Set(used)].sort().map((name) => {
  const folder = join("node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const words = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  const from = about.repository?.url ?? about.repository ?? about.homepage ?? "";
  return [`${name} ${about.version}: ${about.license}. ${from}`, ...words].join("\n\n");
});
writeFileSync(join(out, "licences.txt"), `${texts.join("\n\n----\n\n")}\n`);
