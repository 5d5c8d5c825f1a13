"""A stored plan is read once for the same words, and anew for others."""

from campaigns.planfile.reading import read_document, read_stored


def test_the_same_words_give_the_same_plan_and_others_another(campaign):
    document = campaign.version_in_force.document
    changed = document | {"facts": document["facts"] | {"name": "Phong trào khác"}}

    assert read_stored(document) is read_stored(dict(document))
    assert read_stored(document) == read_document(document)
    assert read_stored(changed).facts.name == "Phong trào khác"
    assert read_stored(document).facts.name != "Phong trào khác"
