// Conveniences only: the form works the same without them.

// A second press of a button that is already sending does nothing.
document.addEventListener("submit", (evento) => {
  const formulario = evento.target;
  if (formulario.dataset.enviando) {
    evento.preventDefault();
    return;
  }
  formulario.dataset.enviando = "si";
  const boton = evento.submitter ?? formulario.querySelector("button");
  if (!boton?.dataset.enviandoTexto) return;
  boton.dataset.texto = boton.innerHTML;
  boton.textContent = boton.dataset.enviandoTexto;
});

// Coming back with the browser's back button must leave the form usable.
addEventListener("pageshow", () => {
  for (const formulario of document.forms) delete formulario.dataset.enviando;
  for (const boton of document.querySelectorAll("[data-texto]")) {
    boton.innerHTML = boton.dataset.texto;
    delete boton.dataset.texto;
  }
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
