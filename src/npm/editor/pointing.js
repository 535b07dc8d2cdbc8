// Points at what is wrong: the place that the engine named, and terms that the graph does not use.
import { linter } from "@codemirror/lint";
import { StateEffect } from "@codemirror/state";

const again = StateEffect.define();

export const pointing = (form, terms) => {
  const list = form.querySelector("[data-unknown]");
  const sent = form.querySelector("textarea").value, answered = [...list.children];  // of which the server tells more
  let refusal = null;  // of the text as it was sent

  const sentence = ({ term, meant }) =>
    list.dataset.unknown.replace("{term}", () => term) + (meant ? ` ${list.dataset.meant.replace("{names}", () => meant)}` : "");

  const place = (doc, { line, column, message }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
    return { from: from === at.to ? at.from : from, to: at.to, severity: "error", message };
  };

  const extension = linter(
    ({ state }) => {
      const text = state.doc.toString();
      if (!terms.there) return refusal !== null && refusal.text === text ? [place(state.doc, refusal)] : [];
      const found = terms.unknown(text);
      const told = found.map((one) => Object.assign(document.createElement("li"), { textContent: sentence(one) }));
      list.replaceChildren(...(text === sent && answered.length ? answered : told));
      list.hidden = list.children.length === 0;
      const marks = found.map((one) => ({ from: one.from, to: one.to, severity: "warning", message: sentence(one) }));
      if (refusal !== null && refusal.text === text) marks.push(place(state.doc, refusal));
      return marks;
    },
    { delay: 400, needsRefresh: (update) => update.transactions.some(({ effects }) => effects.some((one) => one.is(again))) },
  );

  const anew = (view) => view.dispatch({ effects: again.of(null) });

  // Where the server names no line, the message of the engine in the tab does.
  const refused = (view, message, { errorLine, errorColumn } = {}) => {
    const told = message.match(/(\d+):(\d+)/);
    const line = Number(errorLine ?? told?.[1]), column = Number(errorColumn ?? told?.[2] ?? 1);
    refusal = message && line ? { text: view.state.doc.toString(), line, column, message } : null;
    anew(view);
  };
  return { extension, refused, anew };
};
