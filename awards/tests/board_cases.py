"""What the tests of the board, the fund and the ranking share: who works on awards in confidence, pages as text."""

STAFF = ("officer", "leader", "clerk", "chair", "vice", "secretary", "councillor")


def text_of(response) -> str:
    """Return the page as text, its white space made single."""
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())
