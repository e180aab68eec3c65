from django.conf import settings


def test_every_response_carries_the_strict_policy(client, db):
    policy = client.get("/healthz").headers["Content-Security-Policy"]

    assert policy.split("; ") == [
        " ".join([name, *sources]) for name, sources in settings.SECURE_CSP.items()
    ]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
