// SPARQL in the browser, for sites without a server: what the worker uses of Oxigraph.
export { default as start, Store } from "oxigraph/web.js";
