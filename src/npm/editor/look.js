// Colours by the variables of the site's style sheet, so that light and dark are its own.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", background: "var(--paper)", fontSize: "0.88rem" },
  "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace', lineHeight: "1.45" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--band)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--line)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--line)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--bad)" },
  ".cm-tooltip": { background: "var(--band)", color: "var(--ink)", border: "1px solid var(--line)", maxWidth: "min(44rem, 94vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "16rem", maxWidth: "min(44rem, 94vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.1rem 0.5rem", lineHeight: "1.6", minHeight: "24px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: "0.8em", opacity: "1" },
  ".cm-diagnostic": { whiteSpace: "normal" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-word)", fontWeight: "600" },
  { tag: [tags.variableName, tags.name], color: "var(--code-variable)" },
  { tag: [tags.atom, tags.propertyName, tags.typeName], color: "var(--code-term)" },
  { tag: [tags.string, tags.number], color: "var(--code-value)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.operator, tags.bracket, tags.meta], color: "var(--soft)" },
]);

export const look = [theme, syntaxHighlighting(colours)];
