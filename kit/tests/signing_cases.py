"""A certificate authority of our own, its people, and PDFs that they signed; made in memory for tests."""

import base64
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from kit import signatures

PASSPHRASE = "mat-khau-thu"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def named(common: str, organisation: str) -> x509.Name:
    """Return a name of a certificate."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common),
                      x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)])  # fmt: skip


@cache
def authority(name: str):
    """Return key and certificate of an authority."""
    key, who = ec.generate_private_key(ec.SECP256R1()), named(name, "Cơ quan thử")
    made = _certificate(who, who, key.public_key(), key, days=(-4000, 4000), ca=True)
    return key, made


def _certificate(subject, issuer, public, key, *, days: tuple[int, int], ca: bool):
    """Return a certificate that holds between two days counted from today."""
    now = datetime.now(UTC)
    usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days[0]))
        .not_valid_after(now + timedelta(days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


@cache
def keys(person: str = "Nguyễn Văn An", days: tuple[int, int] = (-300, 700)) -> bytes:
    """Return a PKCS#12 file of somebody whose certificate the authority gave."""
    key, (issuer_key, issuer) = ec.generate_private_key(ec.SECP256R1()), authority("CA thử nghiệm")
    who = named(person, "UBND xã Đồng Tâm")
    made = _certificate(who, issuer.subject, key.public_key(), issuer_key, days=days, ca=False)
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"ky", key, made, [issuer], locked)


def root(name: str = "CA thử nghiệm") -> str:
    """Return the certificate of an authority as base64."""
    return base64.b64encode(authority(name)[1].public_bytes(serialization.Encoding.DER)).decode()


def signed(content: bytes, person: str = "Nguyễn Văn An", **facts) -> bytes:
    """Return a PDF with one signature more."""
    made = BytesIO()
    signatures.sign(BytesIO(content), made, keys=base64.b64encode(keys(person, **facts)).decode(),
                    passphrase=PASSPHRASE, reason="Ban hành", visible=None)  # fmt: skip
    return made.getvalue()
