// A phone's photo weighs several megabytes and the limit is one: the browser itself makes it
// smaller, while it still reads well, sends it by itself and shows what the portal says of it.
// Where that cannot be, the photo goes as it is and the server does the same.

// Long sides tried, in pixels: on an A4 page, 220, 190, 160 and 140 dots per inch.
const LADOS = [2600, 2200, 1900, 1600];
const CALIDADES = [0.85, 0.75, 0.65];
const HEIC = /\.hei[cf]$/i;

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

function elegir(campo, archivo) {
  const caja = new DataTransfer();
  caja.items.add(archivo);
  campo.files = caja.files;
}

// Leaves in the field the file to send: the chosen one, or a smaller copy. The sentence to show
// about it, or null when it can be sent in no way.
async function preparar(campo, decir) {
  const archivo = campo.files[0];
  const maximo = Number(campo.dataset.tamanoMaximo);
  const esFoto = archivo.type.startsWith("image/") || HEIC.test(archivo.name);
  if (!esFoto || (archivo.size <= maximo && archivo.type === "image/jpeg")) return "";
  decir("Preparando su foto…");
  const menor = await reducir(archivo, maximo).catch(() => null);
  // Whatever cannot be made smaller here goes as it is: the server makes it fit or says why not.
  if (!menor) return archivo.size <= Number(campo.dataset.fotoMaxima) ? "" : null;
  elegir(campo, new File([menor], archivo.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" }));
  return menor.size < archivo.size
    ? `Su foto pesaba ${peso(archivo.size)}; la redujimos a ${peso(menor.size)}.`
    : "";
}

// Sends one file in the background, telling how much has left. Rejects when the line is cut.
function enviar(direccion, campo, alAvanzar) {
  return new Promise((listo, cortado) => {
    const pedido = new XMLHttpRequest();
    pedido.open("POST", direccion);
    pedido.setRequestHeader("X-Requested-With", "fetch");
    pedido.upload.onprogress = (parte) => parte.lengthComputable && alAvanzar(parte.loaded / parte.total);
    pedido.onload = () => listo(pedido);
    pedido.onerror = pedido.ontimeout = pedido.onabort = cortado;
    pedido.timeout = 180_000;
    const datos = new FormData();
    datos.append("csrfmiddlewaretoken", campo.form.elements.csrfmiddlewaretoken.value);
    datos.append(campo.name, campo.files[0]);
    pedido.send(datos);
  });
}

function parrafo(texto, rol) {
  const linea = document.createElement("p");
  linea.className = "nota";
  if (rol) linea.setAttribute("role", rol);
  linea.textContent = texto;
  return linea;
}

// The card as the server sees it now takes the place of the old one, and the focus if it was there
// or nowhere; whoever is busy with another card hears of this one.
function reemplazar(tarjeta, html, reducida) {
  const suyo = [document.body, null].includes(document.activeElement) || tarjeta.contains(document.activeElement);
  const nueva = document.createRange().createContextualFragment(html).firstElementChild;
  tarjeta.replaceWith(nueva);
  if (reducida) nueva.querySelector("h2").after(parrafo(reducida));
  for (const campo of nueva.querySelectorAll("[data-tamano-maximo]")) atender(campo);
  if (suyo) nueva.focus();
  const veredicto = nueva.querySelector(".veredicto-titulo")?.textContent ?? "";
  document.getElementById("novedad").textContent = suyo ? "" : `${nueva.querySelector("h2").textContent}: ${veredicto}`;
}

async function juzgar(campo, decir, reducida) {
  const direccion = new URL(campo.closest("[data-subir]").dataset.subir, location).href;
  let pedido;
  try {
    pedido = await enviar(direccion, campo, (parte) =>
      decir(parte < 1 ? `Subiendo: ${Math.round(parte * 4) * 25} %` : "Revisando su documento…"),
    );
  } catch {
    decir("Se cortó la conexión. Su archivo sigue elegido: toque «Subir y revisar» para intentarlo otra vez.");
    return;
  }
  if (!pedido.responseURL.startsWith(direccion)) {
    // It is no longer open here. The answer's own message was spent: the same address says it again.
    location.assign(direccion);
  } else if ([200, 422].includes(pedido.status)) {
    reemplazar(campo.closest("[data-documento]"), pedido.responseText, reducida);
  } else {
    decir("No pudimos recibirlo. Espere un momento y toque «Subir y revisar» otra vez.");
  }
}

async function tratar(campo, decir) {
  decir("");
  if (!campo.files[0]) return;
  const pesaba = campo.files[0].size;
  const reducida = await preparar(campo, decir);
  if (reducida === null) {
    decir(`Esta foto pesa ${peso(pesaba)} y no pudimos reducirla. Tómela de nuevo con menos resolución.`);
    return;
  }
  decir(reducida);
  await juzgar(campo, decir, reducida);
}

function atender(campo) {
  const aviso = parrafo("", "status");
  campo.after(aviso);
  const decir = (texto) => {
    if (aviso.textContent !== texto) aviso.textContent = texto;
  };
  const empezar = async () => {
    campo.dataset.preparando = "si";
    await tratar(campo, decir).finally(() => delete campo.dataset.preparando);
    seguirLoQueEsperaba();
  };
  campo.addEventListener("change", empezar);
  campo.addEventListener("reintentar", empezar);
  if (campo.files[0]) empezar(); // Chosen on a slow line, before this script came.
}

const ocupados = () => document.querySelector("[data-preparando]");

function seguirLoQueEsperaba() {
  const esperando = document.querySelector("form[data-esperando]");
  if (!esperando || ocupados()) return;
  delete esperando.dataset.esperando;
  esperando.requestSubmit();
}

// A document's own button sends it the same way; any other waits for the documents that are still
// on their way, and then goes by itself.
document.addEventListener(
  "submit",
  (evento) => {
    const formulario = evento.target;
    const campo = evento.submitter?.closest("[data-subir]")?.querySelector("[data-tamano-maximo]");
    if (!(campo ? campo.files[0] : ocupados())) return;
    evento.preventDefault();
    evento.stopImmediatePropagation();
    if (campo && !("preparando" in campo.dataset)) campo.dispatchEvent(new Event("reintentar"));
    if (!campo) formulario.dataset.esperando = "si";
  },
  true,
);

for (const campo of document.querySelectorAll("input[type=file][data-tamano-maximo]")) atender(campo);
