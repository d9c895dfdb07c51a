"""Pictures are drawn again: place, time, camera and thumbnails that were written into them are left behind."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from casemgr.errors import InvalidInput

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MOST_PIXELS = 60_000_000


def without_metadata(stream: BinaryIO, media_type: str) -> io.BytesIO:
    """The same picture, upright, with its pixels alone. Errors: InvalidInput if it is damaged or far too large."""
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(stream, formats=[FORMATS[media_type]]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise InvalidInput(_("This picture is too large. Make it smaller, then add it."), field="file")
                upright = ImageOps.exif_transpose(picture)
                bare = Image.new(upright.mode, upright.size)
                if upright.mode == "P" and (palette := upright.getpalette()):
                    bare.putpalette(palette)
                bare.paste(upright)
    except InvalidInput:
        raise
    except Exception:  # the parsers of pictures raise many kinds; each means the same to the person
        raise InvalidInput(_("This picture is damaged and can't be opened."), field="file") from None
    drawn = io.BytesIO()
    options = {"quality": 92} if media_type != "image/png" else {}
    bare.save(drawn, FORMATS[media_type], **options)
    drawn.seek(0)
    return drawn
