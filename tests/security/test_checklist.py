"""The security checklist (OWASP ASVS 5.0, level 2), item by item, and the tests that show it.

An item that this version has no part of is not here: passkeys and OIDC, XML and archives, fetching
by URL, webhooks, API tokens, players of third parties.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECKLIST = {
    "1 personal link derived, ≥ 128 bits, stored nowhere": (
        "security/test_links.py::test_a_link_cannot_be_guessed_and_hangs_on_the_secret_and_the_version",
        "security/test_links.py::test_a_personal_link_stands_nowhere_in_the_database",
    ),
    "1 GET changes nothing; POST signs in and leads to a clean URL": (
        "security/test_links.py::test_reading_changes_nothing",
        "accounts/test_signing_in.py::test_post_signs_in_and_leads_to_an_address_without_the_token",
        "security/test_links.py::test_a_link_signs_nobody_in_by_a_foreign_form",
    ),
    "2 Referrer-Policy, no-store, nothing but style sheets": (
        "security/test_links.py::test_the_page_of_a_link_keeps_it_to_itself",
    ),
    "3 the long-lived link gives attendee rights only": (
        "security/test_links.py::test_the_long_lived_link_gives_an_attendees_rights_only",
        "security/test_matrix.py::test_every_role_is_answered_as_the_table_says",
    ),
    "3 role links: 15 minutes, once, same browser": (
        "accounts/test_role_links.py::test_it_works_once",
        "accounts/test_role_links.py::test_two_requests_at_once_use_it_once",
        "accounts/test_role_links.py::test_another_browser_is_refused",
        "accounts/test_role_links.py::test_after_a_quarter_of_an_hour_it_is_refused",
    ),
    "3 sessions 14 days; 12 h, idle 1 h": (
        "accounts/test_lifetimes.py::test_an_attendee_stays_for_two_weeks_without_coming_by",
        "accounts/test_lifetimes.py::test_a_full_sign_in_in_use_lasts_twelve_hours",
        "security/test_links.py::test_roles_end_after_an_idle_hour_and_attendees_stay",
    ),
    "3 link rotated, sessions listed and revocable, sockets close": (
        "security/test_sockets.py::test_a_replaced_link_closes_the_sockets_of_those_it_let_in",
        "security/test_sockets.py::test_signing_out_elsewhere_closes_the_sockets_there",
    ),
    "4 known and unknown address alike, nobody signed in": (
        "registration/test_telling_nothing.py::test_a_known_and_an_unknown_address_are_answered_alike",
        "security/test_matrix.py::test_every_role_is_answered_as_the_table_says",
    ),
    "4 at most 3 mails an address in 15 minutes": (
        "security/test_links.py::test_mails_to_one_address_are_three_whichever_form_asks_for_them",
    ),
    "5 cookie flags, new at every sign-in, Clear-Site-Data": (
        "security/test_links.py::test_the_cookie_is_locked_to_this_host",
        "security/test_links.py::test_every_sign_in_has_a_token_of_its_own",
        "security/test_links.py::test_signing_out_leaves_nothing_behind",
    ),
    "5 the demo's role links on loopback only": (
        "security/test_links.py::test_role_links_of_the_demo_open_nothing_elsewhere",
    ),
    "6 Sec-Fetch-Site, else Origin": (
        "security/test_requests.py::test_only_forms_of_our_own_pages_write",
        "security/test_requests.py::test_a_refused_form_says_so_and_writes_nothing",
        "security/test_requests.py::test_a_form_cannot_pose_as_reading",
    ),
    "7 sockets: origin, ≤ 10, ≤ 20 a minute, ≤ 4 KiB, revocation": (
        "security/test_sockets.py::test_a_socket_is_for_our_own_pages",
        "security/test_sockets.py::test_one_person_holds_ten_at_most",
        "security/test_sockets.py::test_one_person_opens_twenty_a_minute_at_most",
        "security/test_sockets.py::test_a_socket_that_talks_too_much_is_closed",
        "security/test_sockets.py::test_a_role_that_is_taken_away_closes_its_sockets",
        "security/test_sockets.py::test_an_expired_sign_in_closes_its_sockets_though_others_come_and_go",
    ),
    "8 Host, X-Forwarded-*, links in mails, own paths": (
        "security/test_requests.py::test_another_host_is_refused_and_named_nowhere",
        "security/test_requests.py::test_nobody_names_our_address_but_the_operator",
        "security/test_requests.py::test_where_a_request_comes_from_is_told_by_named_proxies_only",
        "security/test_requests.py::test_a_path_that_leads_elsewhere_is_not_ours",
        "security/test_requests.py::test_no_page_links_to_where_its_address_points",
    ),
    "9 CSP and other headers; stream hosts": (
        "security/test_requests.py::test_every_answer_has_the_security_headers",
        "security/test_requests.py::test_refusals_before_any_route_have_them_too",
        "security/test_requests.py::test_video_of_the_operators_hosts_plays_on_the_session_page_only",
    ),
    "9 private, no-store": (
        "security/test_answers_pages.py::test_another_device_sees_what_it_saw_before",
    ),
    "11 bodies ≤ 64 KiB, uploads ≤ 10 MiB": (
        "security/test_strange_requests.py::test_a_body_that_is_too_long_is_refused_however_it_is_sent",
        "partners/test_imports.py::test_uploads_have_a_limit_of_their_own_and_other_forms_keep_theirs",
    ),
    "11 images decoded and re-encoded, ≤ 40 megapixels, EXIF gone": (
        "agenda/test_pictures.py::test_a_photograph_is_turned_and_tells_nothing_of_itself",
        "agenda/test_pictures.py::test_a_picture_with_too_many_points_is_refused_by_its_head",
        "agenda/test_pictures.py::test_what_cannot_be_read_is_refused_in_a_sentence",
    ),
    "11 uploads on a route of their own, sandboxed; no SVG or HTML; documents as attachments": (
        "agenda/test_downloads.py::test_other_kinds_are_refused_with_a_list_of_what_can_be_given_out",
        "agenda/test_downloads.py::test_a_document_with_macros_is_refused_whatever_it_is_called",
        "organise/test_uploads_served.py::test_a_picture_is_served_made_anew_for_any_page_to_show_and_keep",
        "organise/test_uploads_served.py::test_a_file_is_given_out_as_it_came_to_be_saved_only",
        "organise/test_uploads_served.py::test_files_of_a_draft_are_for_those_who_prepare_it",
    ),
    "12 what is packed unpacks into no more than a file": (
        "partners/test_carrying.py::test_a_short_field_cannot_unpack_into_more_than_a_file",
    ),
    "14 formulas in exports": (
        "web/test_sheets.py::test_no_text_begins_as_a_formula_does",
        "desk/test_people.py::test_the_files_hold_the_same_cells_and_no_formula",
        "partners/test_list.py::test_a_download_is_safe_and_can_be_imported_again",
    ),
    "14 mail headers; attendees' text in mails": (
        "security/test_input.py::test_a_strangers_name_is_neither_link_nor_header_in_a_mail",
        "sentiment/test_named.py::test_the_answer_comes_by_mail_with_what_was_asked",
    ),
    "15 users' and imported HTML": (
        "security/test_input.py::test_what_people_type_is_text_on_every_page",
        "security/test_input.py::test_what_people_type_is_text_in_pushes_and_answers",
        "security/test_input.py::test_imported_html_keeps_its_words_and_nothing_that_acts",
        "security/test_input.py::test_no_text_of_an_organiser_acts",
    ),
    "16 every route and socket, every role, two events": (
        "security/test_matrix.py::test_every_route_has_a_row",
        "security/test_matrix.py::test_every_role_is_answered_as_the_table_says",
        "security/test_matrix.py::test_a_foreign_thing_looks_like_a_missing_one",
    ),
    "16 no address in staff lists, exports logged": (
        "desk/test_people.py::test_no_page_and_no_file_holds_an_address",
        "desk/test_people.py::test_an_export_is_logged_without_a_person_in_it",
    ),
    "17 limits, 429 with Retry-After, input kept": (
        "qa/test_asking.py::test_of_fifty_questions_in_a_row_three_arrive",
        "qa/test_upvoting.py::test_the_61st_upvote_within_a_minute_is_refused",
        "accounts/test_signing_in.py::test_wrong_links_are_answered_ever_more_slowly",
        "accounts/test_signing_in.py::test_many_wrong_links_lock_nobody_out",
        "security/test_input.py::test_who_is_too_quick_is_told_when_to_come_back_and_loses_nothing",
        "polls/test_ballots.py::test_the_31st_ballot_within_a_minute_is_refused_and_kept",
        "sentiment/test_mood.py::test_the_thirty_first_within_a_minute_is_refused_and_kept",
        "sentiment/test_named.py::test_the_sixth_of_a_day_is_refused_and_kept",
    ),
    "18 metrics, readiness, access log": (
        "test_operations.py::test_strangers_find_no_metrics",
        "test_operations.py::test_strangers_are_told_no_details",
        "security/test_logs.py::test_a_journey_with_faults_leaves_no_trace_of_what_people_did",
    ),
    "19 umask and modes": (
        "security/test_keeping.py::test_a_new_installation_is_closed_to_others",
        "security/test_keeping.py::test_mails_and_keys_are_closed_to_others",
    ),
    "2.5 anonymous questions": (
        "security/test_anonymity.py::test_the_attacks_find_who_asked_in_a_plain_variant",
        "security/test_anonymity.py::test_neither_transactions_nor_logs_tell_who_asked",
        "security/test_anonymity.py::test_a_draft_is_nowhere_on_the_server",
        "security/test_anonymity_shown.py::test_nobody_is_shown_who_asked",
    ),
    "2.5 and 3 answers to polls, moods and feedback": (
        "security/test_answers_pages.py::test_no_page_tells_an_answer_to_anybody",
        "security/test_answers_pages.py::test_no_line_of_the_log_names_who_answers",
        "security/test_answers_pages.py::test_exports_know_of_no_answer",
        "security/test_answers_waves.py::test_nothing_moves_but_by_ten_companies",
        "security/test_answers_waves.py::test_nine_companies_look_like_none_also_when_all_is_over",
        "security/test_answers_releases.py::test_no_two_cells_of_any_releases_differ_by_one_to_nine_companies",
        "security/test_answers_edited_list.py::test_no_edit_of_the_list_moves_a_figure",
        "security/test_answers_comments.py::test_comments_come_ten_companies_at_a_time_and_in_one_place",
    ),
    "20 secrets nowhere, errors without internals, dependencies hashed": (
        "security/test_strange_requests.py::test_a_fault_shows_nothing_of_the_inside",
        "security/test_strange_requests.py::test_nothing_that_is_sent_makes_the_server_fail",
        "security/test_keeping.py::test_settings_show_no_secret",
    ),
}


def test_every_item_is_shown_by_tests_that_exist() -> None:
    named = {name for names in CHECKLIST.values() for name in names}

    assert {name for name in named if not _exists(name)} == set()


def _exists(name: str) -> bool:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / "tests" / path).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return any(isinstance(node, kinds) and node.name == function for node in tree.body)
