"""Documents that suppliers sent, and requirements set aside: the vocabulary of the stories about what is missing."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from sample.company import Bought
from sample.people import People
from sample.timeline import Later, Moment, Timeline
from suppliers.models import DocumentKind, SupplierDocument, Waiver
from suppliers.services import (
    DocumentData,
    accept_document,
    confirm_waiver,
    record_document,
    reject_document,
    request_waiver,
)


def one_page(words: str) -> bytes:
    """A PDF with one line of text, written by hand: what a sample needs and no library more."""
    text = words.encode("latin-1", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    drawing = b"BT /F 18 Tf 60 760 Td (" + text + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + end


@dataclass
class Papers:
    """What suppliers send. Days are counted back from today; negative ones lie ahead."""

    people: People
    time: Timeline

    def document(
        self,
        of: Later[Bought],
        kind: str,
        *,
        ago: int,
        process: str = "",
        issued: int | None = None,
        ends: int | None = None,
        revision: str = "",
        number: str = "",
    ) -> Later[SupplierDocument]:
        """A document comes in: for the whole supplier, or for one process."""

        def happen(moment: Moment) -> SupplierDocument:
            bought = of.it
            chosen = DocumentKind.objects.get(code=kind)
            data = DocumentData(
                kind=chosen,
                received_on=moment.day,
                scope=bought.scopes[process] if process else None,
                number=number,
                revision=revision,
                issued_on=self.time.day(issued) if issued is not None else None,
                valid_until=self.time.day(ends) if ends is not None else None,
            )
            file = SimpleUploadedFile(f"{kind}.pdf", one_page(f"{chosen}, {bought.supplier}"))
            return record_document(bought.supplier, data, file, actor=bought.supplier.owner, at=moment.at)

        return self.time.on(ago, happen)

    def accepted(self, document: Later[SupplierDocument], *, ago: int, by: User | None = None) -> None:
        """Quality accepts it."""
        actor = by or self.people.ines
        self.time.on(ago, lambda moment: accept_document(document.it, actor=actor, at=moment.at))

    def rejected(self, document: Later[SupplierDocument], note: str, *, ago: int) -> None:
        """Quality sends it back."""
        self.time.on(ago, lambda moment: reject_document(document.it, actor=self.people.ines, note=note, at=moment.at))

    def waiver(
        self, of: Later[Bought], kind: str, subject: str, reason: str, *, until: int, ago: int, confirmed: int | None
    ) -> None:
        """A requirement is set aside until so many days ahead; `confirmed`: when a manager agreed, if one did."""

        def happen(moment: Moment) -> Waiver:
            return request_waiver(
                of.it.supplier,
                kind=kind,
                subject=subject,
                scope=None,
                reason=reason,
                until=self.time.day(-until),
                actor=self.people.tomasz,
                at=moment.at,
            )

        asked = self.time.on(ago, happen)
        if confirmed is not None:
            self.time.on(confirmed, lambda moment: confirm_waiver(asked.it, actor=self.people.helen, at=moment.at))
