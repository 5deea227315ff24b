"""Which test holds which requirement of the quick exit, and which known failure of others."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from conftest import ROOT

PAGE = "test_quick_exit_page"
LEAVING = "test_quick_exit_leaving"
BACK = "test_quick_exit_back"
SHORTCUT = "test_quick_exit_shortcut"
TABS = "test_quick_exit_tabs"
FIREFOX = "test_quick_exit_firefox"

PLAIN = (PAGE, "test_every_page_has_one_button_and_one_early_link_that_are_plain_links")
SCRIPTLESS = (LEAVING, "test_without_javascript_the_links_lead_out_and_tell_nothing")
EVERY_WAY = (LEAVING, "test_every_way_out_leaves_in_place_of_the_page_and_tells_nothing")
UNLISTED = (LEAVING, "test_the_page_is_not_in_the_list_of_the_browser")
UNTITLED = (LEAVING, "test_the_title_of_the_page_is_in_no_list_of_the_window")
GONE = (LEAVING, "test_the_page_is_gone_at_once")
WAITING = (LEAVING, "test_who_is_kept_waiting_is_taken_elsewhere_and_sees_nothing")
UNREACHED = (LEAVING, "test_the_page_is_gone_even_if_the_exit_cannot_be_reached")
FRAME = (LEAVING, "test_a_frame_takes_the_whole_window_along")
LONE_FRAME = (LEAVING, "test_a_frame_that_may_not_take_the_window_along_leaves_alone")
ONE_TAB = (LEAVING, "test_no_window_is_opened")
CLICKS = (LEAVING, "test_every_kind_of_click_leaves_in_this_tab")
ONCE = (LEAVING, "test_pressing_again_and_again_asks_once")
TIMERS = (LEAVING, "test_no_timer_of_the_shortcut_goes_on_after_the_exit")
KEPT = (LEAVING, "test_what_the_site_keeps_is_removed_and_nothing_of_its_neighbours")
POLICY = (LEAVING, "test_a_strict_policy_lets_the_exit_work_and_without_the_guard_the_links_are_plain")
BOUNCE = (BACK, "test_after_an_exit_back_shows_no_page_of_the_visit")
HIDDEN = (BACK, "test_a_page_that_the_browser_kept_is_hidden_before_any_script_runs")
ON_PURPOSE = (BACK, "test_a_page_that_is_opened_on_purpose_is_shown_and_ends_the_exit")
USUAL = (BACK, "test_before_an_exit_back_is_as_everywhere")
BLOCKED = (BACK, "test_with_the_storage_blocked_the_exit_works_and_back_shows_a_page_that_works")
RESTORED = (BACK, "test_a_page_that_is_left_and_comes_back_is_as_it_was")
ONE_HISTORY = (BACK, "test_the_exit_of_one_tab_leaves_the_history_of_another_alone")
OTHER_TABS = (TABS, "test_the_other_tabs_leave_too_and_stay_left")
NEIGHBOURS = (TABS, "test_other_tabs_stay_when_the_setting_is_off_and_so_does_another_site_on_the_same_host")
MIXED = (SHORTCUT, "test_left_and_right_shift_may_mix_and_overlap")
UNCLEAN = (SHORTCUT, "test_what_is_no_clean_press_never_leaves")
HALF = (SHORTCUT, "test_half_a_sequence_does_not_outlive_the_page")
HINT = (SHORTCUT, "test_the_hint_is_seen_where_there_is_a_keyboard_however_narrow_the_window")
NO_HINT = (SHORTCUT, "test_without_javascript_there_is_no_word_of_the_shortcut")
IN_VIEW = (PAGE, "test_the_button_is_in_view_and_on_top_wherever_one_scrolls")
OVER_MENU = (PAGE, "test_the_button_is_on_top_of_the_open_menu")
OVER_SEARCH = (PAGE, "test_the_button_is_on_top_of_the_results_of_a_search")
UNCOVERED = (PAGE, "test_the_button_covers_neither_anchors_nor_the_footer")
SECOND_STOP = (PAGE, "test_the_early_link_is_the_second_stop_and_is_seen_then")
PAPER = (PAGE, "test_nothing_of_the_exit_is_on_paper")
EXCHANGED = (PAGE, "test_it_works_wherever_a_link_stands_and_after_parts_of_the_page_were_exchanged")
IN_FIREFOX = (FIREFOX, "test_in_firefox_back_shows_no_page_of_the_visit")
STOPS = ("test_in_the_browser", "test_every_stop_of_the_tab_key_is_in_view")
AXE = ("test_every_page_in_the_browser", "test_axe_finds_nothing_on_any_page")
FROM_FILES = ("test_in_the_browser", "test_links_work_from_a_file_share")

REQUIREMENTS = {
    "QE-01": [PLAIN],
    "QE-02": [SCRIPTLESS, FRAME],
    "QE-03": [PLAIN, EXCHANGED],
    "QE-04": [NO_HINT],
    "QE-05": [(PAGE, "test_a_way_out_that_cannot_work_is_refused")],
    "QE-06": [EVERY_WAY, UNLISTED],
    "QE-07": [EVERY_WAY, (FIREFOX, "test_firefox_leaves_in_place_of_the_page_and_tells_nothing")],
    "QE-08": [EVERY_WAY, ONE_TAB],
    "QE-09": [FRAME, LONE_FRAME, (LEAVING, "test_three_shifts_take_the_whole_window_along")],
    "QE-10": [CLICKS, PLAIN, (LEAVING, "test_the_space_bar_leaves_too_and_a_right_click_does_not")],
    "QE-11": [ONCE],
    "QE-12": [BOUNCE, EXCHANGED, IN_FIREFOX],
    "QE-13": [ON_PURPOSE, ONE_HISTORY],
    "QE-14": [BLOCKED],
    "QE-15": [WAITING, UNREACHED],
    "QE-16": [
        OTHER_TABS,
        NEIGHBOURS,
    ],
    "QE-17": [KEPT, (LEAVING, "test_clearing_can_be_switched_off")],
    "QE-18": [EVERY_WAY, (PAGE, "test_nothing_prepares_the_way_to_the_exit")],
    "QE-19": [GONE, (LEAVING, "test_in_forced_colours_the_page_that_is_left_has_the_systems_colours")],
    "QE-20": [GONE, RESTORED],
    "QE-21": [GONE, (PAGE, "test_the_word_while_leaving_may_be_empty")],
    "QE-22": [GONE, WAITING],
    "QE-23": [EVERY_WAY],
    "QE-24": [HIDDEN, USUAL],
    "QE-25": [EVERY_WAY, MIXED],
    "QE-26": [
        UNCLEAN,
        (SHORTCUT, "test_a_key_that_repeats_counts_once"),
        (SHORTCUT, "test_a_hand_that_moves_the_mouse_may_press_shift"),
    ],
    "QE-27": [
        (SHORTCUT, "test_anything_between_two_presses_begins_anew"),
        (SHORTCUT, "test_each_press_has_five_seconds_after_the_one_before"),
    ],
    "QE-28": [
        (SHORTCUT, "test_it_works_wherever_the_focus_is_and_not_while_letters_are_composed"),
        (SHORTCUT, "test_it_works_while_the_menu_is_open"),
    ],
    "QE-29": [HALF, TIMERS, EXCHANGED, (SHORTCUT, "test_whatever_interrupts_the_reader_begins_anew")],
    "QE-30": [(SHORTCUT, "test_a_script_that_runs_twice_counts_once")],
    "QE-31": [UNCLEAN, (SHORTCUT, "test_escape_is_left_to_the_browser")],
    "QE-32": [
        (SHORTCUT, "test_progress_is_shown_and_said"),
        (SHORTCUT, "test_in_forced_colours_the_lights_are_seen"),
        (SHORTCUT, "test_no_light_moves"),
    ],
    "QE-33": [HINT, (SHORTCUT, "test_on_a_telephone_the_hint_waits_for_a_keyboard")],
    "QE-34": [
        (SHORTCUT, "test_the_shortcut_can_be_switched_off_with_its_words"),
        (PAGE, "test_a_safety_page_that_tells_of_a_shortcut_that_is_off_is_refused"),
    ],
    "QE-35": [IN_VIEW, OVER_SEARCH, OVER_MENU],
    "QE-36": [IN_VIEW, (PAGE, "test_the_button_stands_out_from_what_is_behind_it")],
    "QE-37": [UNCOVERED, STOPS],
    "QE-38": [SECOND_STOP],
    "QE-39": [(PAGE, "test_the_name_begins_with_the_words_that_are_seen_and_says_what_it_is_for")],
    "QE-40": [PAPER, (PAGE, "test_paper_keeps_no_room_for_the_bar")],
    "QE-41": [
        GONE,
        RESTORED,
        (SHORTCUT, "test_axe_finds_nothing_while_a_light_is_lit"),
        AXE,
        (PAGE, "test_every_word_comes_from_the_settings"),
    ],
    "QE-42": [EXCHANGED],
    "QE-43": [
        POLICY,
        (PAGE, "test_the_guard_stands_before_anything_that_could_be_shown_with_the_same_bytes_everywhere"),
        (PAGE, "test_no_word_can_end_the_script_in_which_it_stands"),
        (PAGE, "test_the_scripts_keep_to_their_sizes_and_to_a_strict_policy"),
    ],
    "QE-44": [
        (PAGE, "test_the_pages_about_the_exit_tell_only_of_what_is_switched_on"),
        (PAGE, "test_the_safety_page_is_linked_beside_every_button"),
        (PAGE, "test_the_pages_say_what_the_exit_cannot_do"),
    ],
    "QE-45": [(PAGE, "test_the_pages_say_what_the_exit_cannot_do"), (PAGE, "test_the_page_for_maintainers_has_every_setting")],
}

FAILURES = {
    "F1": [EVERY_WAY],
    "F2": [BOUNCE],
    "F3": [HIDDEN],
    "F4": [RESTORED],
    "F5": [EVERY_WAY],
    "F6": [GONE],
    "F7": [UNTITLED, UNLISTED],
    "F8": [WAITING],
    "F9": [UNCLEAN],
    "F10": [MIXED],
    "F11": [HALF],
    "F12": [TIMERS],
    "F13": [CLICKS],
    "F14": [FRAME],
    "F15": [FRAME, LONE_FRAME],
    "F16": [UNREACHED],
    "F17": [EXCHANGED],
    "F18": [EVERY_WAY],
    "F19": [FROM_FILES],
    "F20": [ONE_TAB],
    "F21": [IN_VIEW, OVER_SEARCH, OVER_MENU],
    "F22": [IN_VIEW],
    "F23": [UNCOVERED],
    "F24": [PAPER],
    "F25": [NO_HINT],
    # F26, a telephone that opens an app, is for people to try: docs/quick-exit.md says so.
    "F27": [ONCE],
}


ROWS = {**REQUIREMENTS, **FAILURES}

KEEPS_NO_FILES = "Chromium keeps no page of a file share for the Back button"
ONE_SCHEME = {
    HIDDEN: KEEPS_NO_FILES,
    RESTORED: KEEPS_NO_FILES,
    IN_FIREFOX: "Firefox gives each file a storage of its own: docs/quick-exit.md says so",
    STOPS: "walks through every kind of page once; UNCOVERED looks at the same styles from a file share",
    AXE: "walks through every page once; GONE and the lights are looked at from a file share too",
    FROM_FILES: "is about file shares alone",
}
"""Tests in a browser that open the site in one way only: from a web server but for the last, and why."""

ONE_BROWSER = {
    HIDDEN: "is about what the browser keeps",
    RESTORED: "is about what the browser keeps",
    UNLISTED: "the list of the browser is the same whether it keeps pages or not",
    IN_FIREFOX: "is no Chromium",
    NEIGHBOURS: "nobody goes back in it",
}
"""Tests of the history that run in one browser only, and why."""

HISTORY = ["QE-06", *(f"QE-{number}" for number in (11, 12, 13, 14, 15, 16, 24))]
HISTORY += [f"F{number}" for number in (1, 2, 7, 8, 11, 16, 17, 27)]
"""The rows that touch the history: they run in a browser that keeps pages for the Back button and in one that does not."""


@cache
def written(module: str) -> dict[str, ast.FunctionDef]:
    """Return the tests of a file, by name."""
    (file,) = (ROOT / "tests").glob(f"*/{module}.py")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def asks_for(test: tuple[str, str]) -> set[str]:
    """Return the fixtures that a test asks for."""
    return {argument.arg for argument in written(test[0])[test[1]].args.args}


def test_every_requirement_has_its_place() -> None:
    assert list(REQUIREMENTS) == [f"QE-{number:02}" for number in range(1, 46)]
    assert set(FAILURES) == {f"F{number}" for number in range(1, 28)} - {"F26"}


@pytest.mark.parametrize("name", ROWS)
def test_the_tests_that_are_named_exist(name: str) -> None:
    for module, test in ROWS[name]:
        assert test in written(module), f"{module}.{test}"


BROWSERS = {"browser", "forgetting_browser", "keeping_browser", "any_browser", "playwright", "visited", "staying"}
BOTH_SCHEMES = {"address", "slow_address", "unguarded_address", "address_of", "visited", "staying"}
"""Fixtures that open the site from a web server, and then from a file share."""


@pytest.mark.parametrize("name", ROWS)
def test_what_runs_in_a_browser_runs_from_a_web_server_and_from_a_file_share(name: str) -> None:
    for test in ROWS[name]:
        if asks_for(test) & BROWSERS:
            assert bool(asks_for(test) & BOTH_SCHEMES) is (test not in ONE_SCHEME), test


@pytest.mark.parametrize("name", HISTORY)
def test_what_touches_the_history_runs_whether_pages_are_kept_or_not(name: str) -> None:
    for test in ROWS[name]:
        if asks_for(test) & BROWSERS and test not in ONE_BROWSER:
            assert "any_browser" in asks_for(test), test
