"""Digital signatures in PDF files, read and made with pyHanko: run by `kit.confined`, offline, no models.

Nothing is fetched: a chain counts as trusted only up to the roots handed in, and revocation only as the file carries
proof of it. Formats: PAdES and CMS in PDF (ISO 32000-1, 12.8).
"""

import base64
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

import pdfplumber
from asn1crypto import pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kit.confined import Refused
from kit.vietnamese import nfc

HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
TRUSTED, EXPIRED, UNTRUSTED, UNKNOWN = "trusted", "expired", "untrusted", "unknown"
MOST_SIGNATURES = 50


def verify(source: BinaryIO, *, roots: list[str], at: str) -> list[dict]:
    """Return what each signature of a PDF says and whether it holds at a moment; refuse a file without any.

    `roots` are files of certificates, PEM or DER, as base64.
    """
    try:
        reader = PdfFileReader(source, strict=False)
        if reader.encrypted:
            raise Refused("tệp PDF có mật khẩu nên không kiểm tra được chữ ký. Hãy bỏ mật khẩu, ký lại rồi gửi.")
        found = reader.embedded_regular_signatures
    except (PdfError, KeyError, TypeError, ValueError) as problem:
        if isinstance(problem, Refused):
            raise
        raise Refused("tệp PDF hỏng, không đọc được chữ ký. Hãy lấy lại tệp đã ký rồi gửi.") from None
    if not found:
        raise Refused("tệp chưa có chữ ký số nào. Hãy ký số rồi tải tệp đã ký lên.")
    if len(found) > MOST_SIGNATURES:
        raise Refused(f"tệp có hơn {MOST_SIGNATURES} chữ ký nên không nhận.")
    anchors = [anchor for each in roots for anchor in _certificates(base64.b64decode(each))]
    return [_told(each, anchors, datetime.fromisoformat(at)) for each in found]


def _certificates(content: bytes) -> list[x509.Certificate]:
    """Return the certificates of a PEM or DER file, each read whole; raise ValueError for anything else."""
    found = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
    made = [x509.Certificate.load(each, strict=True) for each in found]
    for each in made:
        each.native  # noqa: B018 - read lazily, it would fail where a signature is judged
    return made


def certificates(source: BinaryIO) -> list[str]:
    """Return the certificates of a file as DER in base64, which `verify` takes as roots."""
    return [base64.b64encode(each.dump()).decode() for each in _certificates(source.read())]


def _told(signature, anchors: list[x509.Certificate], at: datetime) -> dict:
    """Return what one signature says, and whether it holds."""
    context = ValidationContext(trust_roots=anchors, allow_fetching=False, moment=at)
    told = {"field": _word(signature.field_name), "intact": False, "whole": False, "later": False, "trust": UNKNOWN}
    try:
        status = validate_pdf_signature(signature, context, ts_validation_context=context)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError):
        return told | _of_certificate(signature.signer_cert)
    holds, level = status.intact and status.valid, getattr(status, "modification_level", None)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    later = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and level in HARMLESS and bool(status.docmdp_ok)
    stamped, claimed = status.timestamp_validity, status.signer_reported_dt
    sure = stamped is not None and stamped.intact and stamped.valid
    return (
        told
        | _of_certificate(status.signing_cert)
        | {
            "intact": bool(holds and (whole or later)),
            "whole": whole,
            "later": later,
            "filled": later and level == ModificationLevel.FORM_FILLING,
            "trust": _trust(status, anchors, at),
            "claimed_at": claimed.isoformat() if claimed else "",
            "stamped_at": stamped.timestamp.isoformat() if sure else "",
            "stamp_trusted": bool(sure and stamped.trusted),
        }
    )


def _trust(status, anchors: list[x509.Certificate], at: datetime) -> str:
    """Say how far the chain of a signer can be followed; without roots nothing is known."""
    validity = status.signing_cert["tbs_certificate"]["validity"]
    if not validity["not_before"].native <= at <= validity["not_after"].native:
        return EXPIRED
    if not anchors:
        return UNKNOWN
    return TRUSTED if status.trusted else UNTRUSTED


def _of_certificate(certificate: x509.Certificate | None) -> dict:
    """Return whose certificate it is, by whom it was given, and its term."""
    if certificate is None:
        return {"signer": "", "organisation": "", "issuer": "", "serial": "", "valid_from": "", "valid_to": ""}
    subject, validity = certificate.subject.native, certificate["tbs_certificate"]["validity"]
    return {
        "signer": _word(subject.get("common_name")),
        "organisation": _word(subject.get("organization_name")),
        "issuer": _word(certificate.issuer.native.get("common_name")),
        "serial": f"{certificate.serial_number:X}",
        "valid_from": validity["not_before"].native.isoformat(),
        "valid_to": validity["not_after"].native.isoformat(),
    }


def _word(value) -> str:
    """Return a part of a name as one short line."""
    return _plain(value)[:200] if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """Return words as one line without signs that nobody sees, which no database takes either."""
    kept = (sign if sign.isprintable() else " " if sign.isspace() else "" for sign in nfc(text))
    return " ".join("".join(kept).split())


def lines(source: BinaryIO) -> list[str]:
    """Return the lines of a PDF as they are read, spaces alike."""
    with pdfplumber.open(BytesIO(source.read())) as opened:
        words = [line for page in opened.pages for line in (page.extract_text() or "").splitlines()]
    return [line for line in map(_plain, words) if line]


def sign(source: BinaryIO, target: BinaryIO, *, keys: str, passphrase: str, reason: str, visible: list | None) -> str:
    """Sign a PDF with the key of a PKCS#12 file (base64) and return the signer's name; refuse a wrong passphrase.

    `visible` is page, left, bottom, right and top of a signature that is seen; None for one that is not.
    """
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(base64.b64decode(keys), [], passphrase.encode() or None)
    except ValueError:
        signer = None
    if signer is None or signer.signing_cert is None:
        raise Refused("không mở được tệp chứng thư số: sai mật khẩu, hoặc tệp không phải .p12, .pfx.")
    writer = IncrementalPdfFileWriter(source)
    name = f"ChuKySo{len(writer.prev.embedded_regular_signatures) + 1}"
    meta = signers.PdfSignatureMetadata(field_name=name, reason=reason, subfilter=fields.SigSeedSubFilter.PADES)
    place = fields.SigFieldSpec(name, on_page=visible[0], box=tuple(visible[1:])) if visible else None
    try:
        signers.sign_pdf(writer, meta, signer=signer, new_field_spec=place, output=target)
    except SigningError:
        raise Refused("chứng thư số không dùng để ký văn bản được. Hãy dùng chứng thư ký của cơ quan.") from None
    return _word(signer.signing_cert.subject.native.get("common_name"))
