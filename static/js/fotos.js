// A phone's photo weighs several megabytes and the limit is one: the browser itself makes it
// smaller, while it still reads well, and then asks at once whether it will do. Without
// JavaScript the same is said when the form is sent.

// Long sides tried, in pixels: on an A4 page, 220, 190, 160 and 140 dots per inch.
const LADOS = [2600, 2200, 1900, 1600];
const CALIDADES = [0.85, 0.75, 0.65];

const peso = (octetos) =>
  octetos < 1e6
    ? `${Math.round(octetos / 1024)} KB`
    : `${(octetos / 1048576).toFixed(1).replace(".", ",")} MB`;

async function reducir(archivo, maximo) {
  const foto = await createImageBitmap(archivo, { imageOrientation: "from-image" });
  for (const lado of LADOS) {
    const escala = Math.min(1, lado / Math.max(foto.width, foto.height));
    const lienzo = document.createElement("canvas");
    lienzo.width = Math.round(foto.width * escala);
    lienzo.height = Math.round(foto.height * escala);
    const pincel = lienzo.getContext("2d");
    pincel.fillStyle = "#fff"; // What is transparent in a PNG is paper.
    pincel.fillRect(0, 0, lienzo.width, lienzo.height);
    pincel.imageSmoothingQuality = "high";
    pincel.drawImage(foto, 0, 0, lienzo.width, lienzo.height);
    for (const calidad of CALIDADES) {
      const dato = await new Promise((listo) => lienzo.toBlob(listo, "image/jpeg", calidad));
      if (dato && dato.size <= maximo) return dato;
    }
  }
  return null;
}

function avisador(campo) {
  const aviso = document.createElement("div");
  aviso.className = "form-text";
  aviso.setAttribute("role", "status");
  campo.after(aviso);
  return aviso;
}

// The file that will be sent: the chosen one, or a smaller copy. Null when it cannot be.
async function preparar(campo, aviso) {
  const archivo = campo.files[0];
  const maximo = Number(campo.dataset.tamanoMaximo);
  const esFoto = archivo.type.startsWith("image/");
  if (archivo.size <= maximo && (!esFoto || archivo.type === "image/jpeg")) return archivo;
  if (!esFoto) {
    aviso.textContent = `Este archivo pesa ${peso(archivo.size)} y el máximo es ${peso(maximo)}. Escanéelo con menos resolución o tome una foto de la página.`;
    return null;
  }
  aviso.textContent = "Preparando su foto…";
  const menor = await reducir(archivo, maximo).catch(() => null);
  if (!menor) {
    aviso.textContent = `No pudimos reducir esta foto, que pesa ${peso(archivo.size)}. El máximo es ${peso(maximo)}: tómela con menos resolución.`;
    return null;
  }
  const nombre = archivo.name.replace(/\.[^.]*$/, "") + ".jpg";
  const caja = new DataTransfer();
  caja.items.add(new File([menor], nombre, { type: "image/jpeg" }));
  campo.files = caja.files;
  return campo.files[0];
}

// Sends one document by itself and shows what the server says of it.
async function juzgar(campo, archivo, aviso) {
  const { form } = campo;
  const envio = new FormData();
  for (const nombre of ["csrfmiddlewaretoken", "clave"]) envio.set(nombre, form.elements[nombre].value);
  envio.set("requisito", campo.dataset.requisito);
  envio.set("archivo", archivo);
  const respuesta = await fetch(form.dataset.adjuntar, { method: "POST", body: envio });
  if (![200, 422].includes(respuesta.status)) return;
  aviso.innerHTML = await respuesta.text();
  campo.value = ""; // The server keeps it; nothing travels twice.
}

async function atender(campo, aviso) {
  aviso.textContent = "";
  if (!campo.files[0]) return;
  const pesaba = campo.files[0].size;
  const archivo = await preparar(campo, aviso);
  if (!archivo) return;
  const reducida =
    archivo.size < pesaba
      ? `Su foto pesaba ${peso(pesaba)}. La redujimos a ${peso(archivo.size)} para poder enviarla.`
      : `${archivo.name}: ${peso(archivo.size)}.`;
  aviso.textContent = `${reducida} Revisando…`;
  // Offline, the file stays in the field and goes with the form.
  if (campo.form.dataset.adjuntar) await juzgar(campo, archivo, aviso).catch(() => null);
  const linea = document.createElement("p");
  linea.textContent = reducida;
  if (aviso.childElementCount) aviso.append(linea);
  else aviso.textContent = reducida;
}

for (const campo of document.querySelectorAll("input[type=file][data-tamano-maximo]")) {
  const aviso = avisador(campo);
  campo.addEventListener("change", async () => {
    campo.dataset.preparando = "si";
    await atender(campo, aviso).finally(() => delete campo.dataset.preparando);
    const listo = !campo.form.querySelector("[data-preparando]");
    if (listo && campo.form.dataset.esperando) {
      delete campo.form.dataset.esperando;
      campo.form.requestSubmit();
    }
  });
}

// The form waits for the documents that are still being looked at, and then goes by itself.
document.addEventListener(
  "submit",
  (evento) => {
    const formulario = evento.target;
    if (!formulario.querySelector("[data-preparando]")) return;
    evento.preventDefault();
    evento.stopImmediatePropagation();
    formulario.dataset.esperando = "si";
    const boton = formulario.querySelector("[data-enviando-texto]");
    if (boton) boton.textContent = boton.dataset.enviandoTexto;
  },
  true,
);
