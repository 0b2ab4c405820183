// Conveniences only: the form works the same without them.

// A second press of a button that is already sending does nothing.
for (const formulario of document.querySelectorAll("form[method=post]")) {
  formulario.addEventListener("submit", (evento) => {
    // A button with an address of its own downloads something and stays on the page.
    if (evento.submitter?.hasAttribute("formaction")) return;
    if (formulario.dataset.enviando) {
      evento.preventDefault();
      return;
    }
    formulario.dataset.enviando = "si";
    const boton = formulario.querySelector("[data-enviando-texto]");
    if (boton) boton.textContent = boton.dataset.enviandoTexto;
  });
}

// Coming back with the browser's back button must leave the form usable.
addEventListener("pageshow", () => {
  for (const formulario of document.forms) delete formulario.dataset.enviando;
});

// Only the fields of the chosen kind of identification are on sight.
const tipos = document.querySelectorAll("input[name=tipo_identificacion]");
const mostrar = () => {
  const elegido = document.querySelector("input[name=tipo_identificacion]:checked")?.value;
  for (const bloque of document.querySelectorAll("[data-aplica-a]")) {
    bloque.hidden = !["todos", elegido].includes(bloque.dataset.aplicaA);
  }
};
if (tipos.length) {
  for (const tipo of tipos) tipo.addEventListener("change", mostrar);
  mostrar();
}

// The errors' summary takes the focus, so that a screen reader starts there.
document.querySelector(".resumen-errores")?.focus();
