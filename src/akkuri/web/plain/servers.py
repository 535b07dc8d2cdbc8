"""Configuration for web servers that hand out the files: media types, headers, and where addresses lead."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from akkuri.store.formats import GRAPHS
from akkuri.texts import LANGUAGES
from akkuri.web.page.rendering import POLICY
from akkuri.web.plain.places import WORKER

__all__ = ["write_server_files"]

FOLDER: Final = "server"
WORKER_POLICY: Final = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""Compiling the engine is allowed in the worker alone."""
_WRITTEN: Final = ("ttl", "nt", "jsonld", "rdf")
_TYPES: Final = {form.extension: form.media_type for form in GRAPHS} | {
    "csv": "text/csv",
    "graphml": "application/graphml+xml",
}
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Access-Control-Allow-Origin": "*",
}
_OTHERS: Final = "|".join(LANGUAGES[1:])
_SUFFIXED: Final = r"\.(?:html|ttl|nt|jsonld|rdf)$"
_PAGE: Final = rf"^/(?!(?:{_OTHERS}|id|doc|api|static|download)(?:/|$))[^.]*[^./]$"
"""An address of a page without its suffix, in no folder of a language."""
_RECORDS: Final = "(doc|id)/([a-z-]+/[A-Za-z0-9._-]+)"


def write_server_files(out: Path, base: str, address: str) -> list[str]:
    """Write the files for nginx, Apache and w3id.org; `address` is where the files will stand, if known."""
    target = (address or "https://example.org").rstrip("/")
    made = {
        f"{FOLDER}/nginx-http.conf": _nginx_http(),
        f"{FOLDER}/nginx-server.conf": _nginx_server(),
        ".htaccess": _apache(address),
        f"{FOLDER}/w3id.htaccess": _w3id(base, target),
    }
    (out / FOLDER).mkdir(exist_ok=True)
    for name, body in made.items():
        (out / name).write_text(body, encoding="utf-8")
    return sorted(made)


def _accepts(extension: str) -> str:
    form = next(form for form in GRAPHS if form.extension == extension)
    return "|".join(name.replace("+", r"\+").replace(".", r"\.") for name in (form.media_type, *form.aliases))


def _nginx_http() -> str:
    suffixes = "".join(f'  "~*{_accepts(ext)}" .{ext};\n' for ext in _WRITTEN)
    languages = "".join(f"  {code} /{code};\n" for code in LANGUAGES[1:])
    return (
        "# For the http block of nginx: include nginx-http.conf;\n"
        "# What a client likes to read; who takes HTML gets pages.\n"
        f'map $http_accept $akkuri_suffix {{\n  default .html;\n  "~*text/html" .html;\n{suffixes}}}\n'
        f'map $arg_lang $akkuri_language {{\n  default "";\n{languages}}}\n'
        "# A page in the language that an address asks for stands in its folder, where its links are right.\n"
        f'map $uri $akkuri_page {{\n  default "";\n  / /;\n  "~{_PAGE}" $uri.html;\n}}\n'
        'map "$akkuri_language:$akkuri_page" $akkuri_translated {\n  default "";\n'
        '  "~^(?<akkuri_in>/[a-z]+):(?<akkuri_of>/.*)$" $akkuri_in$akkuri_of;\n}\n'
        "# The engine of the worker is compiled there and nowhere else.\n"
        f'map $uri $akkuri_policy {{\n  default "{POLICY}";\n  "~/{WORKER}$" "{WORKER_POLICY}";\n}}\n'
    )


def _nginx_server() -> str:
    types = "".join(f"  {kind} {ext};\n" for ext, kind in _TYPES.items())
    headers = "".join(f'add_header {name} "{value}" always;\n' for name, value in _HEADERS.items())
    return (
        "# For a server block of nginx whose root is the folder of the site: include nginx-server.conf;\n"
        "include mime.types;\n"
        f"types {{\n{types}}}\ncharset utf-8;\n"
        "charset_types text/css text/csv text/turtle text/xml;\n"
        f'add_header Content-Security-Policy "$akkuri_policy" always;\n{headers}'
        f"location ~ ^/{_RECORDS}$ {{\n"
        "  set $akkuri_document $2;\n"
        "  if (-f $request_filename) { break; }\n"
        "  if ($akkuri_suffix != .html) { return 303 /doc/$akkuri_document$akkuri_suffix; }\n"
        "  return 303 $akkuri_language/doc/$akkuri_document.html;\n}\n"
        "location ~ ^/concept/[^.]+$ {\n"
        "  if ($akkuri_suffix != .html) { return 303 $uri$akkuri_suffix; }\n"
        "  return 303 $akkuri_language$uri.html;\n}\n"
        "location = /ontology {\n"
        "  if ($akkuri_suffix != .html) { return 303 /ontology$akkuri_suffix; }\n"
        "  return 303 $akkuri_language/ontology.html;\n}\n"
        "location = /.well-known/void { return 303 /void.ttl; }\n"
        "location = /catalog { return 303 /catalog.ttl; }\n"
        f"location ~ ^/(?:{_OTHERS})$ {{ return 301 $uri/; }}\n"
        "location / {\n  if ($akkuri_translated) { return 303 $akkuri_translated$is_args$args; }\n"
        "  try_files $uri.html $uri $uri/index.html =404;\n}\n"
    )


def _by_accept(start: str, target: str) -> str:
    """Return the rules of Apache that lead clients which take no HTML to the document in their form."""
    made = []
    for ext in _WRITTEN:
        wants = "RewriteCond %{HTTP_ACCEPT} !text/html [NC]\n"
        wants += f"RewriteCond %{{HTTP_ACCEPT}} ({_accepts(ext)}) [NC]\n"
        made.append(f"{wants}RewriteCond %{{REQUEST_URI}} !{_SUFFIXED}\n")
        made.append(f"RewriteRule {start}(?:doc|id)/([a-z-]+/[^/]+)$ {target}doc/$1.{ext} [R=303,L]\n")
        made.append(f"{wants}RewriteRule {start}(concept/[^.]+|ontology)$ {target}$1.{ext} [R=303,L]\n")
    return "".join(made)


def _apache(address: str) -> str:
    types = "".join(f"AddType {kind} .{ext}\n" for ext, kind in _TYPES.items())
    headers = "".join(f'Header always set {name} "{value}"\n' for name, value in _HEADERS.items())
    return (
        "# Apache reads this file where AllowOverride lets it (FileInfo, Indexes, Options).\n"
        "Options -MultiViews\nDirectoryIndex index.html\nDirectorySlash Off\n"
        f"AddDefaultCharset utf-8\n{types}"
        "# The parts of the graph and the engine are gzip files, not encoded answers.\nRemoveEncoding .gz\n"
        "<IfModule mod_headers.c>\n"
        f'Header always set Content-Security-Policy "{POLICY}"\n{headers}'
        f'<Files "{WORKER.rpartition("/")[2]}">\n'
        f'Header always set Content-Security-Policy "{WORKER_POLICY}"\n</Files>\n'
        "</IfModule>\n<IfModule mod_rewrite.c>\nRewriteEngine On\n"
        "# Many pages are called as the folder of what is under them.\nRewriteOptions AllowNoSlash\n"
        f"RewriteBase {urlsplit(address).path.rstrip('/')}/\n"
        f"{_by_accept('^', '')}"
        f"RewriteCond %{{QUERY_STRING}} (?:^|&)lang=({_OTHERS})(?:&|$)\n"
        f"RewriteCond %{{REQUEST_URI}} !{_SUFFIXED}\n"
        "RewriteRule ^(?:doc|id)/([a-z-]+/[^/]+)$ %1/doc/$1.html? [R=303,L]\n"
        f"RewriteCond %{{REQUEST_URI}} !{_SUFFIXED}\n"
        "RewriteRule ^(?:doc|id)/([a-z-]+/[^/]+)$ doc/$1.html [R=303,L]\n"
        "RewriteRule ^(?:\\.well-known/)?(void|catalog)$ $1.ttl [R=303,L]\n"
        f"RewriteCond %{{QUERY_STRING}} (?:^|&)lang=({_OTHERS})(?:&|$)\nRewriteRule ^$ %1/ [R=303,L]\n"
        f"RewriteCond %{{QUERY_STRING}} (?:^|&)lang=({_OTHERS})(?:&|$)\n"
        f"RewriteRule {_PAGE.replace('^/', '^(')[:-1]})$ %1/$1.html [R=303,L]\n"
        "RewriteCond %{REQUEST_FILENAME}.html -f\nRewriteRule ^(.+[^/])$ $1.html [L]\n"
        "RewriteCond %{REQUEST_FILENAME}/index.html -f\nRewriteRule [^/]$ %{REQUEST_URI}/ [R=301,L]\n"
        "</IfModule>\n"
    )


def _w3id(base: str, target: str) -> str:
    return (
        f"# For {base} at w3id.org: the persistent addresses lead to the files at {target}, by Accept.\n"
        "RewriteEngine On\n"
        "# An address with its suffix is a file.\n"
        f"RewriteRule ^(.+{_SUFFIXED})$ {target}/$1 [R=302,L]\n"
        f"{_by_accept('^', f'{target}/')}"
        f"RewriteRule ^(?:doc|id)/([a-z-]+/[^/]+)$ {target}/doc/$1.html [R=303,L]\n"
        f"RewriteRule ^(?:\\.well-known/)?(void|catalog)$ {target}/$1.ttl [R=303,L]\n"
        f"RewriteRule ^$ {target}/ [R=302,L]\n"
        f"RewriteRule ^([^.]+)$ {target}/$1.html [R=303,L]\n"
        f"RewriteRule ^(.*)$ {target}/$1 [R=302,L]\n"
    )
