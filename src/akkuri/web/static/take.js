// Beside each picture to take away as SVG: the same as PNG, drawn by the browser at twice the size.
for (const link of document.querySelectorAll("a.take[data-png]")) {
  if (!new URL(link.href).pathname.endsWith(".svg")) continue;  // there is no server that draws it
  const button = document.createElement("button");
  button.type = "button"; button.className = "take small"; button.textContent = link.dataset.png;
  button.addEventListener("click", () => {
    const picture = new Image();
    picture.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * picture.naturalWidth; canvas.height = 2 * picture.naturalHeight;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const taken = document.createElement("a");
      taken.href = canvas.toDataURL("image/png");
      taken.download = new URL(link.href).pathname.split("/").pop().replace(/\.svg$/, ".png");
      taken.click();
    });
    picture.src = link.href;
  });
  link.after(" ", button);
}
