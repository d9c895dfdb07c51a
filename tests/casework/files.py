"""Small files of every kind that tests add to cases."""

import io
import zipfile

from PIL import Image


def picture(kind="PNG", *, place=False, size=(8, 6)):
    """A picture; with `place` it says where it was taken and by which camera."""
    drawn = io.BytesIO()
    image = Image.new("RGB", size, (200, 30, 30))
    more = {}
    if place:
        exif = Image.Exif()
        exif[0x010F] = "CAMERA-MAKER"
        exif.get_ifd(0x8825)[2] = (13.0, 45.0, 0.0)
        more = {"exif": exif}
    image.save(drawn, kind, **more)
    drawn.seek(0)
    return drawn


def archive(**parts):
    """A ZIP file with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    made.seek(0)
    return made


def word(*extra):
    """A Word document as far as its outside goes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in ("[Content_Types].xml", "word/document.xml", *extra):
            file.writestr(name, "<x/>")
    made.seek(0)
    return made


def opendocument(kind="text"):
    """An OpenDocument file as far as its outside goes."""
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}", content="x")


PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"
