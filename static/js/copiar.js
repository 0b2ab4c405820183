// Copy, share and print: each button shows itself only where the browser can do it.

const texto = (boton, atributo) => document.getElementById(boton.dataset[atributo]).value;

function ofrecer(selector, posible, hacer) {
  for (const boton of document.querySelectorAll(selector)) {
    boton.hidden = !posible;
    boton.addEventListener("click", () => hacer(boton));
  }
}

ofrecer("[data-copiar]", Boolean(navigator.clipboard), async (boton) => {
  await navigator.clipboard.writeText(texto(boton, "copiar"));
  boton.setAttribute("aria-live", "polite");
  boton.textContent = "Enlace copiado";
});
ofrecer("[data-compartir]", Boolean(navigator.share), (boton) =>
  navigator.share({ title: document.title, url: texto(boton, "compartir") }).catch(() => null),
);
ofrecer("[data-imprimir]", Boolean(window.print), () => print());
