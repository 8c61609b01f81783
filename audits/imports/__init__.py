"""Completed audits of the past from a workbook: one row per audit, and sheets for findings and answers.

The sheets belong together by the reference of the audit, which counts within the file only. A question of the checklist
about which the file says nothing is entered as not looked at: that is no evidence, neither good nor bad.
"""

from django.urls import reverse

from accounts.domain.permissions import Permission
from audits.imports.fields import ANSWERS, AUDITS, FINDINGS
from audits.imports.visits import check, check_references, reference, write
from imports.kinds import Kind, Part, register

register(
    Kind(
        key="audits",
        title="Audits",
        permission=Permission.AUDIT_EDIT,
        fields=AUDITS,
        check=check,
        write=write,
        parts=(Part("findings", "Findings", FINDINGS), Part("answers", "Answers", ANSWERS)),
        whole=True,
        group=reference,
        between=check_references,
        label=lambda row: f"{row.text('reference')}, {row.text('conducted_on')}",
        record_url=lambda pk: reverse("audits:detail", args=[pk]),
        list_url=lambda: reverse("audits:list"),
        instructions=(
            "Audits that were conducted and completed. Each becomes evidence of its day and of how it was conducted.",
            "Give each audit a reference of your own and repeat it in the rows of the other two sheets. Both may stay "
            "empty: an audit without findings is one in which none were raised.",
            "Answers are to the questions of the checklist Production reality, by their codes. Questions without an "
            "answer count as not looked at.",
        ),
    )
)
