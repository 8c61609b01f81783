"""What a page does, a program can do: each page names its endpoints, or says why it has none."""

from collections.abc import Iterator

from tests.walk.endpoints import methods
from tests.walk.pages import pages

ENDPOINTS = """
accounts: all_tokens=tokens invitation_resend invitation_revoke invitations invite=invitations
accounts: notice_open=notice_read notices notices_read people person profile=me team team_delete=team team_new=teams
accounts: teams token_revoke tokens=my_tokens view=saved_view view_default=saved_view_default view_delete=saved_view
accounts: views=saved_views
audits: answer capa_answer=capa_containment,capa_root_cause,capa_actions,capa_implemented,capa_effectiveness
audits: capa_cancel capa_close capa_detail=capa capa_file capa_open capa_people capa_reopen capa_review capa_step
audits: capa_withdraw capas capas_export capas_people=capas_bulk conduct=audit,answer confirm detail=audit edit=replan
audits: export finding finding_edit=finding finding_new=audit_findings findings findings_export list=audits
audits: finding_move=finding_close,finding_reopen,finding_withdraw move=start,complete,cancel,decline,reopen
audits: nonconformance_capa_open observation=coverage,stages observation_correct=coverage_correct,stages_correct
audits: observation_new=supplier_coverages,supplier_stages observation_retract=coverage_retract,stages_retract
audits: photo=photo_content photo_add=photos photo_remove plan=supplier_audits supplier=supplier_audits
audits: supplier_capas
capability: record=equipment record_correct=equipment_correct record_new=supplier_equipment
capability: record_retract=equipment_retract records=equipment_list records_export=equipment_export
capability: row=visit_count,visit_measurement,visit_question row_remove=visit_count,visit_measurement,visit_question
capability: supplier=summary visit visit_complete visit_correct visit_discard visit_edit=visit visit_head=visit
capability: photo=photo_content photo_add=photos photo_remove visit_new=supplier_visits visits visits_export
certificates: bulk_due=bulk detail=certificate edit=certificate event=events export file=content list=certificates
certificates: for_supplier=of_supplier,required_standards new=of_supplier renew retire upload=files verify=verifications
common: bulk=bulk_api:change bulk_act=bulk_api:carry_out,bulk_api:continue,bulk_api:undo
common: bulk_list=bulk_api:changes job=jobs_api:job job_cancel=jobs_api:cancel
deliveries: defect_type_edit=defect_type defect_type_new=defect_types delivery delivery_correct delivery_retract export
deliveries: delivery_new=supplier_deliveries file file_add=files file_remove list=deliveries lot lot_correct
deliveries: lot_retract lots
deliveries: lot_new=supplier_lots lots_export nonconformance nonconformance_correct=nonconformance nonconformances
deliveries: nonconformance_move=decide,close,reopen,void nonconformance_new=supplier_nonconformances
deliveries: nonconformances_export settings=on_time_rules,defect_types supplier=quality
imports: changes check columns detail=import discard lines=rows list=imports,kinds name=names_decided
imports: names=names,names_decided names_rest reading rejected reopen result=rows review=import start=imports template
imports: waiting=import write
overview: compare=comparison compare_selected=comparison confidence document_file=document_content
overview: document_new=document_new,comparison_document_new matrix months movers movers_export scopes scopes_export
overview: visits visits_export
scoring: bundle bundle_act=bundle_stop,bundle_continue,bundle_retry bundle_file=bundle_content bundle_new=bundles
scoring: bundles missing=requirements missing_export=requirements_export model panel=supplier_rating
scoring: rating=supplier_rating requirements=supplier_requirements scorecard=scorecards scorecard_file=scorecard
scoring: snapshot
suppliers: access alias_add=names alias_edit=name alias_remove=name archive=archive,restore bulk_edit=bulk
suppliers: contact_add=contacts contact_edit=contact contact_remove=contact create=suppliers detail=supplier document
suppliers: document_export=documents_export document_file=document_content document_kinds
suppliers: document_new=supplier_documents document_review=document_accept,document_reject documents edit=supplier
suppliers: export history identifier_add=numbers identifier_edit=number identifier_remove=number import_check
suppliers: import_columns import_decide_all import_detail=import import_discard
suppliers: import_duplicates=import_duplicates,import_decisions import_problems=import_rows import_reading
suppliers: import_rejected import_reopen import_result=import_rows import_review=import import_row
suppliers: import_start=imports import_waiting=import import_write list=suppliers profiles=rules rule rule_edit=rule
suppliers: kind_edit=document_kind kind_new=document_kinds
suppliers: rule_end rule_new=rules scope_add=scopes scope_edit=scope site_add=sites site_close site_edit=site
suppliers: site_main site_reopen status waiver waiver_new=supplier_waivers
suppliers: waiver_decide=waiver_confirm,waiver_decline,waiver_withdraw
"""
SELECTING = "Ticks in a list lead here; a program names the records where it asks for the change."
CHOOSING = "A search for the supplier with which a form begins; a program searches suppliers/."
OURSELVES = "The mails of this very installation, for whoever runs it; nothing of a supplier."
WITHOUT = {
    "accounts:accept": "A person takes an invitation by setting a password.",
    "accounts:token_new": "No token makes another.",
    "accounts:mailbox": OURSELVES,
    "accounts:mail": OURSELVES,
    "accounts:mail_html": OURSELVES,
    "accounts:mail_retry": OURSELVES,
    "api_docs": "The description for people; programs read api_schema.",
    "api_nothing": "What answers where no endpoint is.",
    "audits:capas_select": SELECTING,
    "certificates:select": SELECTING,
    "suppliers:select": SELECTING,
    "audits:new": CHOOSING,
    "audits:nonconformance_capa": "Leads to the corrective action of a nonconformance, which names it itself.",
    "capability:visit_choose": CHOOSING,
    "deliveries:choose": CHOOSING,
    "deliveries:lot_choose": CHOOSING,
    "deliveries:nonconformance_choose": CHOOSING,
    "certificates:preview": "A picture of the file's first page for reading beside the form; a program takes the file.",
    "start:home": "The start page puts lists together that are each an endpoint.",
    "certificates:waiting": "Numbers of the page's head, each of a list that is an endpoint.",
    "start:news": "A part of the start page; each supplier's history is an endpoint.",
    "start:ratings": "Numbers of the start page, each of a list that is an endpoint.",
    "start:counts": "The numbers of the start page, each of a list that is an endpoint.",
}


def endpoints_of_pages() -> Iterator[tuple[str, list[str]]]:
    """Each page with the names of the endpoints that do what it does."""
    for line in ENDPOINTS.strip().splitlines():
        app, _, entries = line.partition(": ")
        for entry in entries.split():
            page, _, names = entry.partition("=")
            ours = (names or page).split(",")
            yield f"{app}:{page}", [name if ":" in name else f"{app}_api:{name}" for name in ours]


def test_every_page_has_its_endpoints_or_a_reason():
    covered = [page for page, _names in endpoints_of_pages()]
    assert len(covered) == len(set(covered))
    assert set(covered) & set(WITHOUT) == set()
    assert {page.name for page in pages()} == set(covered) | set(WITHOUT)
    assert all(WITHOUT.values())


def test_the_endpoints_that_pages_name_are_there():
    there = {method.page.name for method in methods()}
    assert [name for _page, names in endpoints_of_pages() for name in names if name not in there] == []


def test_what_changes_something_on_a_page_has_an_endpoint_that_changes():
    """A page that only takes POST is never answered by endpoints that only read."""
    changing = {method.page.name for method in methods() if method.verb != "GET"}
    posted = {page.name for page in pages() if getattr(page.view, "__closure__", None) and _only_posted(page.view)}
    reading = [page for page, names in endpoints_of_pages() if page in posted and not set(names) & changing]
    assert posted
    assert reading == []


def _only_posted(view: object) -> bool:
    """Whether Django's `require_POST` is around the view."""
    cells = getattr(view, "__closure__", None) or ()
    return any(cell.cell_contents == ["POST"] for cell in cells if isinstance(cell.cell_contents, list))
