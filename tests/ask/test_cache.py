"""The cache keeps within its bytes."""

from akkuri.ask.cache import SHARE, Cache


def test_the_cache_stays_within_its_bytes() -> None:
    cache = Cache(100_000)
    for number in range(1000):
        cache.put(str(number), b"x" * 1000, len(b"x" * 1000))
        assert cache.bytes <= 100_000
    assert cache.get("999") == b"x" * 1000
    assert cache.get("0") is None


def test_what_is_used_stays() -> None:
    cache = Cache(32_000)
    cache.put("used", b"x" * 700, len(b"x" * 700))
    for number in range(100):
        assert cache.get("used") is not None
        cache.put(str(number), b"y" * 700, len(b"y" * 700))
    assert cache.hits == 100


def test_a_large_answer_is_not_kept() -> None:
    cache = Cache(32_000)
    cache.put("large", b"x" * (32_000 // SHARE + 1), len(b"x" * (32_000 // SHARE + 1)))
    assert cache.get("large") is None
    assert cache.bytes == 0


def test_replacing_an_answer_counts_it_once() -> None:
    cache = Cache(1_000_000)
    cache.put("a", b"x" * 1000, len(b"x" * 1000))
    once = cache.bytes
    cache.put("a", b"y" * 1000, len(b"y" * 1000))
    assert cache.bytes == once
    assert cache.get("a") == b"y" * 1000
