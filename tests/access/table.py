"""What everybody gets at every address: the table the access matrix is checked against.

"200" the page; "404" it does not exist for them; "in" the way to a sign-in page; "on" led on
(done, or to where they belong). The stranger and the sibling administrator belong to another
district than the rows asked for; the disabled account was a reviewer in this one.
"""

COLUMNS = (
    "anonymous", "worker", "other_worker", "reviewer", "colleague", "stranger", "cadre",
    "district_administrator", "sibling_administrator", "administrator", "auditor", "disabled",
)  # fmt: skip

# One line of outcomes in the order of COLUMNS, and the addresses it holds for.
ROWS = (
    # Public.
    ("200 200 200 200 200 200 200 200 200 200 200 200", (
        "home", "services", "service", "feedback", "people:privacy", "organizations:stations",
        "organizations:scan-station", "organizations:scan-union", "organizations:townships",
        "membership:card-check", "notifications:demo-outbox",
        "dashboards:promise-public", "dashboards:promise-month",
    )),
    # Public, and leads on.
    (" on  on  on  on  on  on  on  on  on  on  on  on", (
        "elder", "membership:join",
    )),
    # Answers everybody; no worker and no beat run beside this test.
    ("503 503 503 503 503 503 503 503 503 503 503 503", (
        "healthz",
    )),
    # Signed-in workers are there already; staff may become workers.
    ("200  on  on 200 200 200 200 200 200 200 200 200", (
        "accounts:sign-in",
    )),
    # The second halves of signing in: only with a first half.
    (" in  in  in  in  in  in  in  in  in  in  in  in", (
        "accounts:sign-in-code", "accounts:staff-second-factor", "accounts:staff-enrol",
        "membership:join-phone",
    )),
    # Staff are in already.
    ("200 200 200  on  on  on  on  on  on  on  on 200", (
        "accounts:staff-sign-in",
    )),
    # Whoever is signed in is out; staff are led to their own door.
    (" on  on  on  in  in  in  in  in  in  in  in  on", (
        "accounts:sign-out",
    )),
    # Every member of staff, the own account.
    (" in  in  in 200 200 200 200 200 200 200 200  in", (
        "accounts:staff-account", "accounts:staff-step-up", "accounts:staff-password",
        "accounts:staff-device", "accounts:staff-phone", "notifications:desk-inbox",
    )),
    # Every member of staff: done, or back to where it begins.
    (" in  in  in  on  on  on  on  on  on  on  on  in", (
        "accounts:staff-phone-code", "notifications:desk-sms",
    )),
    # The own sessions alone; this one is the reviewer's.
    (" in  in  in  on 404 404 404 404 404 404 404  in", (
        "accounts:staff-end-session",
    )),
    # Workers, their own.
    (" in 200 200  in  in  in  in  in  in  in  in  in", (
        "people:data", "people:withdraw-consent", "people:copy", "people:looks",
        "membership:me", "membership:card", "notifications:inbox",
    )),
    # Administrators, what lies in their own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "organizations:desk-workforce", "organizations:desk-posts", "organizations:desk-appoint", "organizations:desk-hours",
        "organizations:desk-stations", "organizations:desk-station-add", "membership:today",
        "notifications:reconciliation",
        # A month of the city is seen by every district of it, each with its own figures.
        "campaigns:campaigns", "campaigns:open", "campaigns:campaign", "campaigns:campaign-export",
    )),
    # Those who run the month.
    (" in  in  in 404 404 404 404 404 404 200 404  in", (
        "campaigns:plan", "campaigns:items", "campaigns:targets",
    )),
    # The same; nothing is moved by an empty form.
    (" in  in  in 404 404 404 404 404 404 404 404  in", (
        "campaigns:move",
    )),
    # Administrators of the row's subtree.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "organizations:desk-end-post", "organizations:desk-account",
        "organizations:desk-account-reset", "organizations:desk-hours-change",
        "organizations:desk-station", "organizations:desk-station-qr", "organizations:desk-union",
        "organizations:desk-union-edit", "organizations:desk-union-add",
        "organizations:desk-union-qr", "organizations:desk-workforce-report",
    )),
    # The same, and leads on.
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "organizations:desk-account-active", "organizations:desk-station-active",
        "organizations:desk-station-verified",
    )),
    # Everybody who works with due times; changing is refused on the page to all but the city.
    (" in  in  in 200 200 200 200 200 200 200 404  in", (
        "organizations:desk-calendar", "organizations:desk-calendar-change",
    )),
    # The same: there is nothing to remove here.
    (" in  in  in  on  on  on  on  on  on  on 404  in", (
        "organizations:desk-calendar-remove",
    )),
    # Administrators, led to their own union.
    (" in  in  in 404 404 404 404  on  on  on 404  in", (
        "organizations:desk-unions",
    )),
    # Briefs and exports: of the city for every district, each with its own figures.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "dashboards:briefs", "dashboards:brief-campaign", "dashboards:brief-campaign-word",
        "dashboards:brief-month", "dashboards:brief-month-word", "dashboards:export",
    )),
    # Workers, but this one is a member already.
    (" in 409 200  in  in  in  in  in  in  in  in  in", (
        "membership:join-draft",
    )),
    # Whoever is a member already is led to the card.
    (" in  on 200  in  in  in  in  in  in  in  in  in", (
        "membership:join-me",
    )),
    # Led back to what is missing.
    (" in  on  on  in  in  in  in  in  in  in  in  in", (
        "membership:join-union", "membership:join-confirm", "notifications:sms",
    )),
    # The applicant alone.
    (" in 200 404  in  in  in  in  in  in  in  in  in", (
        "membership:progress", "membership:withdraw",
    )),
    # The applicant alone; there is nothing left to do here.
    (" in  on 404  in  in  in  in  in  in  in  in  in", (
        "membership:resubmit", "membership:photo",
    )),
    # The city's administrator.
    (" in  in  in 404 404 404 404 404 404 200 404  in", (
        "membership:drive-targets",
    )),
    # Everybody at the desk; the auditor is led to the record.
    (" in  in  in 200 200 200 200 200 200 200  on  in", (
        "membership:desk",
    )),
    # Reviewers and administrators, what lies in their own subtree.
    (" in  in  in 200 200 200 404 200 200 200 404  in", (
        "membership:queue", "membership:members", "membership:members-export",
    )),
    # Reviewers; nothing is chosen here.
    (" in  in  in  on  on  on 404 404 404 404 404  in", (
        "membership:batch",
    )),
    # Reviewers and administrators of the row's subtree.
    (" in  in  in 200 200 404 404 200 404 200 404  in", (
        "membership:application", "membership:reveal", "membership:attachment",
        "membership:member", "membership:member-reveal", "membership:release-phone",
    )),
    # Reviewers of the row's subtree: done already by her, told so to her colleague.
    (" in  in  in  on 200 404 404 404 404 404 404  in", (
        "membership:approve",
    )),
    # Reviewers of the row's subtree.
    (" in  in  in 200 200 404 404 404 404 404 404  in", (
        "membership:return", "membership:refuse", "membership:delay", "membership:choose-union",
    )),
    # The city's administrator: a message belongs to no district.
    (" in  in  in 404 404 404 404 404 404  on 404  in", (
        "notifications:resend",
    )),
    # What can be booked: public.
    ("200 200 200 200 200 200 200 200 200 200 200 200", (
        "campaigns:sessions", "campaigns:session",
    )),
    # Workers; this one has booked already and is led to the code.
    (" in  on  on  in  in  in  in  in  in  in  in  in", (
        "campaigns:book",
    )),
    # Workers, their own.
    (" in 200 200  in  in  in  in  in  in  in  in  in", (
        "campaigns:bookings",
    )),
    # The one who booked alone.
    (" in 200 404  in  in  in  in  in  in  in  in  in", (
        "campaigns:booking", "campaigns:cancel-booking",
    )),
    # Whoever scans a booking's code reads nothing of it; officers are led to the desk.
    ("200 200 200 200 200 200 200  on  on  on 200 200", (
        "campaigns:scan-booking",
    )),
    # Officers: the month is run above all of them, each sees the sessions of the own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "campaigns:desk-sessions", "campaigns:desk-session-add",
    )),
    # Officers of the session's subtree.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "campaigns:desk-session", "campaigns:desk-session-edit", "campaigns:desk-session-cancel",
        "campaigns:desk-session-check-in", "campaigns:desk-booking",
    )),
    # Officers: the month is run above all of them, each sees the stations of the own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "campaigns:rounds", "campaigns:round", "campaigns:round-export", "campaigns:restock",
        "campaigns:restock-export",
    )),
    # The same; nothing is ticked here.
    (" in  in  in 404 404 404 404  on  on  on 404  in", (
        "campaigns:round-record", "campaigns:restock-done",
    )),
    # Those who run the month.
    (" in  in  in 404 404 404 404 404 404 200 404  in", (
        "campaigns:round-add", "campaigns:round-choose",
    )),
    (" in  in  in 404 404 404 404 404 404  on 404  in", (
        "campaigns:round-close",
    )),
    # Officers of the station's subtree; only those above are not told “no” when leaving it out.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "campaigns:delivery",
    )),
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "campaigns:delivery-arrived", "campaigns:delivery-undo", "campaigns:delivery-restocked",
        "campaigns:delivery-leave-out",
    )),
    # The wall of wishes: public.
    ("200 200 200 200 200 200 200 200 200 200 200 200", (
        "campaigns:wishes",
    )),
    # Workers, their own.
    (" in 200 200  in  in  in  in  in  in  in  in  in", (
        "campaigns:my-wish",
    )),
    # Whoever is signed in may claim; the wisher reads on the page why not.
    (" in 200 200 200 200 200 200 200 200 200 200  in", (
        "campaigns:claim-wish",
    )),
    # The one who claimed alone.
    (" in 200 404 404 404 404 404 404 404 404 404  in", (
        "campaigns:claimed-wish",
    )),
    (" in  on 404 404 404 404 404 404 404 404 404  in", (
        "campaigns:deliver-wish", "campaigns:unclaim-wish",
    )),
    # The wisher alone.
    (" in  on 404  in  in  in  in  in  in  in  in  in", (
        "campaigns:withdraw-wish", "campaigns:confirm-wish",
    )),
    (" in 200 404  in  in  in  in  in  in  in  in  in", (
        "campaigns:wish-not-received",
    )),
    # Officers, the wishes of the own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "campaigns:desk-wishes",
    )),
    # Officers of the wish's subtree.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "campaigns:desk-wish", "campaigns:desk-wish-refuse",
    )),
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "campaigns:desk-wish-publish", "campaigns:desk-wish-claim", "campaigns:desk-wish-deliver",
    )),
    # Officers: each sees the money and the gifts of the own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "campaigns:fund", "campaigns:fund-export", "campaigns:grants", "campaigns:grants-export",
        "campaigns:give",
    )),
    # The same, led back to where one is found first.
    (" in  in  in 404 404 404 404  on  on  on 404  in", (
        "campaigns:give-sign",
    )),
    # Officers of the share's or the gift's subtree.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "campaigns:fund-ledger", "campaigns:grant", "campaigns:grant-reverse",
    )),
    # Who runs the month: this one is the city's.
    (" in  in  in 404 404 404 404 404 404 200 404  in", (
        "campaigns:fund-open", "campaigns:fund-resize", "campaigns:fund-allocate",
        "campaigns:fund-counter",
    )),
    # Workers, their own.
    (" in 200 200  in  in  in  in  in  in  in  in  in", (
        "campaigns:received",
    )),
    # Whoever is signed in or not: a script that says nothing.
    ("200 200 200 200 200 200 200 200 200 200 200 200", (
        "campaigns:log-worker",
    )),
    # Activities: every district under the month logs and lists, each its own.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "campaigns:log", "campaigns:activities",
    )),
    # The same; nothing is ticked here.
    (" in  in  in 404 404 404 404  on  on  on 404  in", (
        "campaigns:activities-verify",
    )),
    # Coverage of service months and the rows behind it, each from the own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "dashboards:coverage", "dashboards:activities-rows",
    )),
    # Those above the union that held it; an empty remark is asked for again.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "campaigns:activity", "campaigns:activity-edit", "campaigns:activity-photo",
        "campaigns:activity-send-back",
    )),
    # The same: done, or told why not.
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "campaigns:activity-verify", "campaigns:activity-withdraw", "campaigns:activity-photo-add",
        "campaigns:activity-photo-remove",
    )),
    # Sheets in and out: every district under the month, each its own.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "campaigns:imports", "campaigns:imports-template", "campaigns:activities-export",
        "campaigns:station-imports", "campaigns:station-imports-template",
    )),
    # Those above the union it was uploaded for.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "spreadsheets:import", "spreadsheets:import-problems",
    )),
    # The same: done, or told why not.
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "spreadsheets:import-decide", "spreadsheets:import-confirm", "spreadsheets:import-cancel",
        "spreadsheets:import-undo", "campaigns:imports-verify",
    )),
    # Who asked for the list, and nobody else.
    (" in  in  in 404 404 404 404 200 404 404 404  in", (
        "spreadsheets:export", "spreadsheets:export-file",
    )),
    # The notice for everybody.
    ("200 200 200 200 200 200 200 200 200 200 200 200", (
        "assistance:publicity",
    )),
    # Workers, their own: with a file or without one.
    (" in 200 200  in  in  in  in  in  in  in  in  in", (
        "assistance:own", "assistance:request",
    )),
    # Whoever is on file; nothing is typed here.
    (" in 200 404  in  in  in  in  in  in  in  in  in", (
        "assistance:own-publicity", "assistance:own-quiet",
    )),
    (" in  on 404  in  in  in  in  in  in  in  in  in", (
        "assistance:own-another", "assistance:own-quiet-end",
    )),
    # The person it was brought to, or who asked, alone.
    (" in 200 404  in  in  in  in  in  in  in  in  in", (
        "assistance:own-receipt",
    )),
    (" in  on 404  in  in  in  in  in  in  in  in  in", (
        "assistance:request-withdraw",
    )),
    # Those who keep files, what lies in their own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "assistance:overview", "assistance:silent", "assistance:export", "assistance:needs-export",
        "assistance:files", "assistance:file-add", "assistance:survey",
        "assistance:survey-template", "assistance:classes",
        "assistance:requests", "assistance:publications", "assistance:publication-add",
    )),
    # Keepers of the row's subtree, and the cadre who calls the household.
    (" in  in  in 404 404 404 200 200 404 200 404  in", (
        "assistance:file",
    )),
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "assistance:file-edit", "assistance:file-consent", "assistance:file-leave",
        "assistance:file-reveal",
    )),
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "assistance:file-move",
    )),
    # Keepers of the row's subtree; what is missing is asked for.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "assistance:request-desk", "assistance:request-accept", "assistance:request-refuse",
        "assistance:file-publicity",
    )),
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "assistance:publication-take-down",
    )),
    # Those who keep files: the pairs, hand-overs and cadres of their own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "assistance:pairs", "assistance:propose", "assistance:hand-overs", "assistance:cadres",
    )),
    # Keepers of the row's subtree.
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "assistance:pair", "assistance:avoid", "assistance:proposal", "assistance:proposal-row",
        "assistance:hand-over", "assistance:hand-over-keep", "assistance:hand-over-ask",
        # Another cadre's own page; one's own opens for a cadre as well.
        "assistance:cadre", "assistance:cadre-absence",
    )),
    # The same: done, or told why not.
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "assistance:avoid-no-more", "assistance:proposal-confirm", "assistance:proposal-drop",
        "assistance:proposal-row-out", "assistance:absence-end",
    )),
    # Cadres alone, led to their own page.
    (" in  in  in 404 404 404  on 404 404 404 404  in", (
        "assistance:own-cadre",
    )),
    # Whoever helps, the own households and needs.
    (" in  in  in 404 404 404 200 200 200 200 404  in", (
        "assistance:households", "assistance:needs", "assistance:supplies",
        "assistance:supplies-give",
    )),
    # The same, led back to the list.
    (" in  in  in 404 404 404  on  on  on  on 404  in", (
        "assistance:supplies-delivered",
    )),
    # Who calls the household, and the supervisor line of its subtree; nothing is done by an empty
    # form.
    (" in  in  in 404 404 404 200 200 404 200 404  in", (
        "assistance:household", "assistance:contact", "assistance:need", "assistance:need-assign",
        "assistance:need-settle", "assistance:need-cancel", "assistance:need-buy",
        "assistance:need-deliver", "assistance:need-sign", "assistance:supply",
    )),
    # Who wrote the contact down.
    (" in  in  in 404 404 404 200 404 404 404 404  in", (
        "assistance:contact-correct",
    )),
    # Administrators, the money of 1+1 in the own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "assistance:funds",
    )),
    (" in  in  in 404 404 404 404 200 404 200 404  in", (
        "assistance:fund-ledger",
    )),
    # Who set the fund up: this one is the city's.
    (" in  in  in 404 404 404 404 404 404 200 404  in", (
        "assistance:fund", "assistance:fund-resize", "assistance:fund-allocate",
        "assistance:fund-counter",
    )),
    # 看全局: administrators, each their own subtree.
    (" in  in  in 404 404 404 404 200 200 200 404  in", (
        "dashboards:overview", "dashboards:drive", "dashboards:drive-example", "dashboards:map", "dashboards:screen", "dashboards:screen-figures",
        "dashboards:promise", "dashboards:applications-rows",
        "dashboards:screens", "dashboards:households", "dashboards:rows-contacts", "dashboards:rows-messages",
    )),
    # Administrators of the subtree that the link shows.
    (" in  in  in 404 404 404 404  on 404  on 404  in", (
        "dashboards:screen-revoke",
    )),
    # Whoever holds the link of a screen, signed in or not.
    (" on  on  on  on  on  on  on  on  on  on  on  on", (
        "dashboards:screen-open",
    )),
    # Whoever has opened it; here all of them have by then.
    ("200 200 200 200 200 200 200 200 200 200 200 200", (
        "dashboards:screen-wall", "dashboards:screen-wall-figures",
    )),
    # The auditor alone.
    (" in  in  in 404 404 404 404 404 404 404 200  in", (
        "audit:entries",
    )),
)  # fmt: skip

TABLE = {
    name: dict(zip(COLUMNS, outcomes.split(), strict=True))
    for outcomes, names in ROWS
    for name in names
}
