// A phone's photo weighs several megabytes and the limit is one: the browser itself makes it
// smaller, while it still reads well. Without JavaScript the server explains what to do.

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
  const aviso = document.createElement("p");
  aviso.className = "form-text aviso-foto";
  aviso.setAttribute("role", "status");
  campo.after(aviso);
  return aviso;
}

async function atender(campo, aviso) {
  const archivo = campo.files[0];
  const maximo = Number(campo.dataset.tamanoMaximo);
  aviso.textContent = "";
  if (!archivo) return;
  const esFoto = archivo.type.startsWith("image/");
  if (archivo.size <= maximo && (!esFoto || archivo.type === "image/jpeg")) {
    aviso.textContent = `${archivo.name}: ${peso(archivo.size)}.`;
    return;
  }
  if (!esFoto) {
    aviso.textContent = `Este archivo pesa ${peso(archivo.size)} y el máximo es ${peso(maximo)}. Escanéelo con menos resolución o tome una foto de la página.`;
    return;
  }
  aviso.textContent = "Preparando su foto…";
  try {
    const menor = await reducir(archivo, maximo);
    if (!menor) throw new Error("too big");
    const nombre = archivo.name.replace(/\.[^.]*$/, "") + ".jpg";
    const caja = new DataTransfer();
    caja.items.add(new File([menor], nombre, { type: "image/jpeg" }));
    campo.files = caja.files;
    aviso.textContent = `Su foto pesaba ${peso(archivo.size)}. La redujimos a ${peso(menor.size)} para poder enviarla.`;
  } catch {
    aviso.textContent = `No pudimos reducir esta foto, que pesa ${peso(archivo.size)}. El máximo es ${peso(maximo)}: tómela con menos resolución.`;
  }
}

for (const campo of document.querySelectorAll("input[type=file][data-tamano-maximo]")) {
  const aviso = avisador(campo);
  campo.addEventListener("change", () => {
    campo.dataset.preparando = "si";
    atender(campo, aviso).finally(() => delete campo.dataset.preparando);
  });
}

// A photo that is still being made smaller must not be sent as it was.
document.addEventListener(
  "submit",
  (evento) => {
    if (evento.target.querySelector("[data-preparando]")) {
      evento.preventDefault();
      evento.stopImmediatePropagation();
    }
  },
  true,
);
