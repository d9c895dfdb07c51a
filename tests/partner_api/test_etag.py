"""An ETag stays strong, whatever the client can decompress: a change must name exactly what it was decided on."""


def test_a_client_that_takes_compressed_answers_gets_a_strong_etag(sender, draft):
    reply = sender.get(f"referrals/{draft}", **{"Accept-Encoding": "gzip"})
    assert reply["ETag"].startswith('"')
    assert "Content-Encoding" not in reply
