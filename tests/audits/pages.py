"""Opening and sending the pages of audits."""

from django.urls import reverse

from common.views import new_submission


def go(client, name, *args, data=None, **extra):
    url = reverse(f"audits:{name}", args=args)
    return client.get(url, data or {}, **extra)


def send(client, name, *args, data=None, **extra):
    return client.post(reverse(f"audits:{name}", args=args), data or {}, **extra)


def text_of(response) -> str:
    return response.content.decode()


def coverage_data(**fields):
    values = {
        "period_from": "2026-07-01",
        "period_to": "2026-09-30",
        "observed_on": "2026-10-14",
        "sampling": "random_sample",
        "receipts": "240",
        "with_record": "144",
        "skip_lot": "0",
        "note": "",
        "submission": new_submission(),
        **fields,
    }
    return {name: value for name, value in values.items() if value is not None}
