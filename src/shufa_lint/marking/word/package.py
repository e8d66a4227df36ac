"""The zip file that a Word document is: parts that were changed are replaced, all others stay as they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from posixpath import basename, dirname, join, normpath
from typing import Any

from lxml import etree

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LINKS = f"{_PACKAGE}/relationships"
_RELATIONSHIP = f"{{{_LINKS}}}Relationship"
_TYPES, _TYPES_PART = f"{_PACKAGE}/content-types", "[Content_Types].xml"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_CORE = "docProps/core.xml"
_MARK = b"<!--shufa-lint-->"
"""Ends the main part of a copy. Programs that save the copy drop it: while it is there nobody has worked in it."""


class Package:
    """A package whose parts can be looked at, replaced and added. ``main`` is the name of the part with the body.

    Raises BadZipFile, and KeyError where there is no such part.
    """

    def __init__(self, data: bytes, main: str | None = None) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {info.filename: info for info in self._archive.infolist()}
        self._changed: dict[str, bytes] = {}
        self.main = main or self._target("", "/officeDocument") or "word/document.xml"
        if self.main not in self._names:
            raise KeyError(self.main)

    def tree(self, name: str) -> Any | None:
        """Return the root of the part *name*, parsed anew; None where there is no such part, or no XML in it."""
        if name not in self._names and name not in self._changed:
            return None
        data = self._changed.get(name) or self._archive.read(name)
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return None

    def put(self, name: str, root: Any) -> None:
        """Let the part *name* be what stands under *root*."""
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._changed[name] = data + _MARK if name == self.main else data

    def related(self, kind: str) -> str | None:
        """Return the part that the main part calls its *kind* (``comments``, ``styles``), None where there is none."""
        return self._target(self.main, f"/{kind}")

    def add(self, name: str, root: Any, kind: str, content_type: str) -> None:
        """Add the part *name* as the *kind* of the main part; *kind* is the whole name of the relationship."""
        self.put(name, root)
        types = self.tree(_TYPES_PART)
        if types is not None:
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
            self.put(_TYPES_PART, types)
        links = self.tree(_links_of(self.main))
        if links is None:
            links = etree.Element(
                f"{{{_PACKAGE}/relationships}}Relationships", nsmap={None: f"{_PACKAGE}/relationships"}
            )
        taken = {link.get("Id") for link in links}
        own = next(f"rId{number}" for number in range(1, len(links) + 2) if f"rId{number}" not in taken)
        target = name.removeprefix(dirname(self.main) + "/")
        etree.SubElement(links, _RELATIONSHIP, Id=own, Type=kind, Target=target)
        self.put(_links_of(self.main), links)

    def free_name(self, stem: str) -> str:
        """Return the name of a part beside the main part that no part has: comments.xml, comments2.xml …"""
        taken = {name.lower() for name in self._names}
        names = (join(dirname(self.main), f"{stem}{number}.xml") for number in ("", *range(2, len(taken) + 3)))
        return next(name for name in names if name.lower() not in taken)

    @property
    def modified(self) -> str | None:
        """When the document was last changed, as it says itself: 2024-12-20T08:00:00Z."""
        core = self.tree(_CORE)
        value = core.findtext(_MODIFIED, "").strip() if core is not None else ""
        return value if len(value) == len("2024-12-20T08:00:00Z") and value.endswith("Z") else None

    def saved(self) -> bytes:
        """Return the package: the same for the same parts, whatever the clock."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, info in self._names.items():
                own = zipfile.ZipInfo(name, info.date_time)
                own.compress_type, own.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
                changed = self._changed.get(name)
                archive.writestr(own, self._archive.read(info) if changed is None else changed)
            for name in sorted(self._changed.keys() - self._names.keys()):
                archive.writestr(_entry(name), self._changed[name])
        return target.getvalue()

    def _target(self, source: str, kind: str) -> str | None:
        links: Iterable[Any] | None = self.tree(_links_of(source))
        for link in links if links is not None else ():
            if link.get("Type", "").endswith(kind) and link.get("TargetMode") != "External":
                target = link.get("Target", "")
                own = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(source), target))
                if own in self._names:
                    return own
        return None


def untouched(data: bytes) -> bool:
    """Say whether *data* is a copy as this program wrote it, in which nobody has worked since."""
    try:
        package = Package(data)
        with package._archive.open(package.main) as part:
            return part.read().endswith(_MARK)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return False


def _links_of(part: str) -> str:
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # dated 1980: there is no clock here
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
