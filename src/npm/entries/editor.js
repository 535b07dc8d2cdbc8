// The editor of /query: takes the place of the text box, which goes on holding the text that the form sends.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, StreamLanguage } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { completing } from "../editor/completion.js";
import { look } from "../editor/look.js";
import { pointing } from "../editor/pointing.js";
import { sharing } from "../editor/sharing.js";
import { Terms } from "../editor/terms.js";

const form = document.querySelector("form.editor");
const box = form?.querySelector("textarea");

// Where a browser itself puts what is typed in place of coloured text, it adds a style attribute, which the
// policy forbids.
const replaced = (event, view) => {
  const { from, to, empty } = view.state.selection.main, text = event.data;
  if (empty || event.inputType !== "insertText" || !text || view.composing) return false;
  event.preventDefault();
  const insert = () => view.state.update({ ...view.state.replaceSelection(text), userEvent: "input.type" });
  if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
  return true;
};

// Styles that are objects need no exception of the page's policy; they belong to a tree of their own.
if (box && "adoptedStyleSheets" in Document.prototype) {
  const label = form.querySelector(`label[for="${box.id}"]`);
  const terms = new Terms();
  const point = pointing(form, terms);
  const host = document.createElement("div");
  host.className = "code-editor";
  host.style.height = `${box.offsetHeight}px`;
  const root = host.attachShadow({ mode: "open" });
  box.before(host);
  box.hidden = true;
  const editor = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: box.value,
      extensions: [
        lineNumbers(), lintGutter(), history(), drawSelection(), bracketMatching(), closeBrackets(),
        StreamLanguage.define(sparql), look, EditorView.lineWrapping,
        autocompletion({ override: [completing(terms)], icons: false }),
        point.extension,
        keymap.of([
          { key: "Mod-Enter", run: () => { form.requestSubmit(); return true; } },
          ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label.textContent, tabindex: "0" }),
        EditorView.domEventHandlers({ beforeinput: replaced }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          box.value = update.state.doc.toString();
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  const shown = () => {
    if (box.value !== editor.state.doc.toString())
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: box.value } });
  };
  box.addEventListener("change", shown);
  label.addEventListener("click", () => editor.focus());
  addEventListener("pageshow", shown);
  form.addEventListener("refused", ({ detail }) => point.refused(editor, detail));
  point.refused(editor, document.getElementById("error")?.textContent ?? "", form.dataset);
  terms.read(form.dataset.terms).then(() => point.anew(editor));
  sharing(form, box);
  form.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
}
