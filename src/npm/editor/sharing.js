// The link that holds the query as it stands in the editor, to copy.
const LONGEST = 6000;

export const sharing = (form, box) => {
  const link = form.querySelector("a.share"), status = form.querySelector("[data-copied]");
  const follow = () => {
    const address = new URL(location.href);
    address.hash = "";
    address.searchParams.set("query", box.value);
    link.href = address.href;
    link.hidden = box.value.trim() === "" || address.href.length > LONGEST;
    status.textContent = "";
  };
  link.addEventListener("click", async (event) => {
    if (!navigator.clipboard) return;  // without TLS there is none: the link leads to the address
    event.preventDefault();
    await navigator.clipboard.writeText(link.href).then(
      () => { status.textContent = status.dataset.copied; },
      () => { location.href = link.href; },
    );
  });
  box.addEventListener("input", follow);
  follow();
};
